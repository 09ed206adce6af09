/**
 * What travels on the queues, as plain Jakarta Messaging: requests, completions, dead letters.
 */
@NullMarked
package io.foliomq.demo.messaging;

import org.jspecify.annotations.NullMarked;
