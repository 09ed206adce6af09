/** Transactions over a store and a database that a transaction manager leads, and that survive the death of the process at any instant. */
@NullMarked
package io.foliomq.jms.manager;

import org.jspecify.annotations.NullMarked;
