/** Microbenchmarks of the parts, for whoever changes one: {@code perf/run jmh}. */
@NullMarked
package io.foliomq.perf.jmh;

import org.jspecify.annotations.NullMarked;
