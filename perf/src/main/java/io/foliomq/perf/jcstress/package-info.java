/**
 * Stress tests of what threads and processes share without a lock. Each class is one claim; its outcomes are the sentences that may, and the one that must not, come
 * true. Run one with {@code org.openjdk.jcstress.Main -t <class name>}.
 */
@NullMarked
package io.foliomq.perf.jcstress;

import org.jspecify.annotations.NullMarked;
