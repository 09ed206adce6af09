package io.foliomq.perf.scale;

/**
 * How long each crowd works.
 *
 * @param warmSeconds that do not count, for each process: all their compilers share the processors
 * @param seconds as fast as it goes, and again at the fixed rate
 * @param perSecond messages at the fixed rate
 */
record Pace(double warmSeconds, double seconds, long perSecond) {}
