/** How many messages a second go from one sender to one receiver when nothing holds them back, and what each of them costs. */
@NullMarked
package io.foliomq.perf.throughput;

import org.jspecify.annotations.NullMarked;
