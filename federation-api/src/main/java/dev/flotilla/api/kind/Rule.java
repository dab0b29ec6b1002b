package dev.flotilla.api.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the schema of a kind demands of a field beyond its Java type, or of a record wherever it stands. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Rule {
    boolean required() default false;

    /** As JSON; empty for none. */
    String defaultValue() default "";

    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;

    int minItems() default 0;

    int minLength() default 0;

    int maxLength() default Integer.MAX_VALUE;

    String pattern() default "";

    /** The strings allowed; empty for any. Enums need none. */
    String[] oneOf() default {};

    /** Also a schema of its own: the field's text is a quantity, or its values are. */
    boolean quantity() default false;

    /** Any JSON value, not only an object. */
    boolean anyValue() default false;

    /** Server-side apply owns the list or map as a whole. */
    boolean atomic() default false;

    /** The fields that tell a list's elements apart for server-side apply. */
    String[] keys() default {};
}
