/** The conformance tests of Joram, which are written for any provider of JMS 1.1, on this one. */
@NullMarked
package io.foliomq.jms.joram;

import org.jspecify.annotations.NullMarked;
