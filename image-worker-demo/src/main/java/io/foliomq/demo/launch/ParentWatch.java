package io.foliomq.demo.launch;

import java.io.IOException;

/**
 * Ends a child when its parent is gone, however that died: the parent holds the other end of the child's standard input,
 * and the kernel closes it.
 */
final class ParentWatch {
    static final String VARIABLE = "FOLIOMQ_DEMO_CHILD";

    private ParentWatch() {}

    /** Starts watching when this process was started as a child. */
    static void start() {
        if (System.getenv(VARIABLE) != null) {
            Thread watch = new Thread(ParentWatch::untilParentIsGone, "parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void untilParentIsGone() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // A broken pipe tells the same.
        }
        System.exit(0);
    }
}
