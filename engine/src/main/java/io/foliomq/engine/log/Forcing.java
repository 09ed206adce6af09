package io.foliomq.engine.log;

/** When what is appended to the lanes of a store is forced to stable storage, unless an append says otherwise. The next segment is made so that it is cheap then. */
public enum Forcing {
    /** When the kernel likes. */
    NEVER,
    /** Many appends at a time, in the background. */
    TOGETHER,
    /** With each append. */
    EACH
}
