/**
 * What was sent: one lane for each priority in use, append-only segments in the format of Chronicle Queue that roll by size, with a mutex around every append and the
 * position of every record.
 *
 * <p>A writer stores the record and then its frame, through a mapping of the segment that the next append goes to. A reader takes the position of a sequence from the positions file and copies the record out of
 * its own read-only mapping, after the lane has published the sequence. {@code com.sun.jna} is imported here and nowhere else.
 */
@NullMarked
package io.foliomq.engine.log;

import org.jspecify.annotations.NullMarked;
