/** The page of all figures, {@code docs/performance.md}, to which several commands contribute. */
@NullMarked
package io.foliomq.perf.page;

import org.jspecify.annotations.NullMarked;
