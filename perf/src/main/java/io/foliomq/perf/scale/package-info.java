/** How throughput, latency, memory, descriptors and threads grow with the number of consumers, producers, processes and destinations. */
@NullMarked
package io.foliomq.perf.scale;

import org.jspecify.annotations.NullMarked;
