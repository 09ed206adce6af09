/**
 * Bytes and files: the layout of a store directory, the header that every file of ours starts with, mapped files, written
 * zeros that reserve disk blocks before a mapping touches them, and the guard that keeps a reserve of disk free.
 *
 * <p>Nothing here knows what a message is. Every failure is a {@link io.foliomq.engine.storage.StoreFault} whose kind says what the
 * caller can do about it; the public API turns it into its own exceptions.
 */
@NullMarked
package io.foliomq.engine.storage;

import org.jspecify.annotations.NullMarked;
