/** How long a message takes from the time at which it was due to be sent until its receiver has it, at a rate that somebody else sets. */
@NullMarked
package io.foliomq.perf.latency;

import org.jspecify.annotations.NullMarked;
