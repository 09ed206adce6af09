/**
 * What became of each record: one 64-bit slot a record and subscription in mapped files, changed by compare-and-set, so that a lease never blocks and works across processes.
 *
 * <p>Knows sequences and segments only as numbers; what a record is, and where the log keeps it, is not its business.
 */
@NullMarked
package io.foliomq.engine.ledger;

import org.jspecify.annotations.NullMarked;
