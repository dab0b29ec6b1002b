package dev.flotilla.e2e.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A subject that a case does not hold for. The reason stands in the report, and differences in docs/conformance.md. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NotOn {
    /** The subject's name, such as {@code hub}. */
    String value();

    String because();
}
