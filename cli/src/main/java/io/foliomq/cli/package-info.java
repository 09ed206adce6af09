/**
 * The command line tool. It opens a store as any other member does and works on it while others use it: it looks, sends, receives, moves, and says why a segment is kept.
 *
 * <pre>
 *   Folio                    the commands, exit codes, failures
 *     StoreCommand           opens the store, then one class a command
 *       StoreArgument, DestinationArgument, CredentialsArgument    what the commands ask for
 *       Output               a table for people, JSON for programs
 * </pre>
 *
 * <p>It stands on the public API of the engine, and on the provider where a record is a message. Looking takes no lease.
 */
@NullMarked
package io.foliomq.cli;

import org.jspecify.annotations.NullMarked;
