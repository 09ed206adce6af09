/**
 * The queue engine: any number of processes open the same store directory, append records, lease them and acknowledge them. No process is special; kill any of
 * them and the others go on.
 *
 * <pre>
 *   Store → Destination → Appender                      what was sent         (engine.log)
 *                       → Subscription → Tailer → Delivery   what became of it     (engine.ledger)
 *         → Transaction                                  what commits together (engine.transaction)
 *         → Waiter                                       who must be woken     (engine.member)
 * </pre>
 *
 * <p>Everything public is here; the subpackages are the inside. Errors are {@link io.foliomq.engine.EngineException} and its subclasses.
 */
@NullMarked
package io.foliomq.engine;

import org.jspecify.annotations.NullMarked;
