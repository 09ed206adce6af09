/** Ways to get messages from a sender to a receiver, measured by the same code: the engine's API, JMS over it, and Chronicle Queue alone as the yardstick. */
@NullMarked
package io.foliomq.perf.contender;

import org.jspecify.annotations.NullMarked;
