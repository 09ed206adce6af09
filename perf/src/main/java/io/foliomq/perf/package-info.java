/**
 * Benchmarks, concurrency stress and latency runs.
 */
@NullMarked
package io.foliomq.perf;

import org.jspecify.annotations.NullMarked;
