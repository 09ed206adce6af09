package io.foliomq.demo.settings;

/** What one process of the demo does. */
public enum Role {
    /** The page, the embedded services, and workers as child processes. */
    ALL,
    /** The page and the embedded services. */
    WEB,
    /** One worker, wired by Spring. */
    WORKER,
    /** One worker without Spring. */
    PLAIN_WORKER
}
