/** Ways to get messages from a sender to a receiver, measured by the same code: FolioMQ by JMS and by its engine, its peers, and the yardsticks. */
@NullMarked
package io.foliomq.perf.contender;

import org.jspecify.annotations.NullMarked;
