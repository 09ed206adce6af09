package io.foliomq.jms.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The numbered behaviours of the specification that a test, or all tests of a class, cover. The conformance page is made from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Checklist {
    /** The numbers, as the conformance page lists them. */
    int[] value();
}
