/** What the tests share: generated photos, a gate in front of a server, and the demo as real processes. */
@NullMarked
package io.foliomq.demo.support;

import org.jspecify.annotations.NullMarked;
