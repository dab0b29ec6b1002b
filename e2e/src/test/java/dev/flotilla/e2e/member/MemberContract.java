package dev.flotilla.e2e.member;

import dev.flotilla.e2e.conformance.Conformance;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A class of assertions that hold for every member, whatever it is made of: it runs once for each {@link Member} that
 * this machine has. Each case names the {@link dev.flotilla.e2e.conformance.Section} of the API that it is about.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(Members.class)
@ExtendWith(Conformance.class)
@Tag("contract")
@interface MemberContract {}
