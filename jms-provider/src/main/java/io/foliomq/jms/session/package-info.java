/**
 * What a connection and a session do, without the interfaces of {@code jakarta.jms} that applications hold.
 *
 * <pre>
 *   ConnectionScope   one attachment to a store: destinations, client identifier, temporary destinations, started or stopped
 *     └ SessionScope  one lock, one transaction or acknowledgement mode, one thread of listeners
 *         ├ SendPipeline → Outlet         encode once, append or buffer
 *         │   └ AsyncSends                completion listeners, in order, on their own thread
 *         ├ Intake → Acknowledger         one consumer: poll, decode, keep or settle the lease; one class a mode
 *         │   └ RedeliveryPolicy, DeadLetters
 *         └ SessionDispatcher             message listeners, one at a time
 * </pre>
 *
 * <p><b>Locks.</b> Always taken in this order, and none of them while the application's code runs or while anything waits for a message:
 * {@code ConnectionScope} (its children) → {@code SessionScope} (tailers, leases, listeners) → {@code SendPipeline} (appenders,
 * transaction). Whoever waits until callbacks have returned waits on a {@link io.foliomq.jms.session.Turn}, which refuses to close a circle.
 */
@NullMarked
package io.foliomq.jms.session;

import org.jspecify.annotations.NullMarked;
