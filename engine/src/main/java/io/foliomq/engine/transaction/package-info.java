/**
 * What commits together: one file for each transaction under way, whose state word is the commit point. Knows operations as bytes; who applies them is above.
 */
@NullMarked
package io.foliomq.engine.transaction;

import org.jspecify.annotations.NullMarked;
