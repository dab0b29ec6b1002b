package dev.flotilla.e2e.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The part of the Kubernetes API that a case is about; a method's own goes before that of its class. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface Section {
    /** One of {@link Sections#TITLES}, such as {@code 3.1}. */
    String value();
}
