/** The page that says which test covers which behaviour of the specification, made from the annotations of the tests. */
@NullMarked
package io.foliomq.jms.conformance;

import org.jspecify.annotations.NullMarked;
