package io.foliomq.demo.photos;

/** The life of a photo. Finished means {@link #DONE} or {@link #DEAD}. */
public enum PhotoState {
    /** The row is there, the object may not be yet. */
    UPLOADING,
    /** Its request is on the queue. */
    QUEUED,
    /** A worker has it. */
    RESIZING,
    /** All three thumbnails are there. */
    DONE,
    /** It is broken: its request is a dead letter. */
    DEAD
}
