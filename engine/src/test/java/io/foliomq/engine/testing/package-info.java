/** What tests of several packages share: child JVMs that can be killed, stopped and asked. */
@NullMarked
package io.foliomq.engine.testing;

import org.jspecify.annotations.NullMarked;
