package io.foliomq.perf.scale;

import org.HdrHistogram.Histogram;

/**
 * What was measured with one crowd.
 *
 * @param openNanos from the beginning of {@code main} until all consumers and producers are there, of the slowest process
 * @param firstNanos a first send to a queue, whose files it makes
 * @param perSecond messages that came through
 * @param cpuNanos processor time of a message, all processes
 * @param switches context switches of a message, all processes
 * @param pacedCpuNanos the same as cpuNanos, at the fixed rate
 * @param pacedSwitches the same as switches, at the fixed rate
 * @param latencies at the fixed rate, from when a message was due, ns
 * @param usage of the largest process
 * @param diskBytes of the store, once everything had been received
 */
record Point(
        double openNanos,
        double firstNanos,
        double perSecond,
        double cpuNanos,
        double switches,
        double pacedCpuNanos,
        double pacedSwitches,
        Histogram latencies,
        Usage usage,
        long diskBytes) {}
