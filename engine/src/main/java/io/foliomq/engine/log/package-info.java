/**
 * What was sent: one lane for each priority in use, an append-only Chronicle queue whose segments roll by size, with our own mutex around every append and
 * our own position of every record.
 *
 * <p>Chronicle writes; nothing of it reads. A reader takes the position of a sequence from the positions file and copies the record out of
 * its own read-only mapping, after the lane has published the sequence. {@code net.openhft} is imported here and nowhere else.
 */
@NullMarked
package io.foliomq.engine.log;

import org.jspecify.annotations.NullMarked;
