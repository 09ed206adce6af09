/** What the tests of this module share. */
@NullMarked
package io.foliomq.jms.testing;

import org.jspecify.annotations.NullMarked;
