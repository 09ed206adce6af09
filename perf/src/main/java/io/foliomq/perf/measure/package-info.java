/** What runs are made of: the two ends of a transport, pacing, child JVMs, and what a run cost in time, processor, heap and disk. */
@NullMarked
package io.foliomq.perf.measure;

import org.jspecify.annotations.NullMarked;
