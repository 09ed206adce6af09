package io.foliomq.perf.compare;

import java.util.List;

/**
 * A question that several contenders are asked.
 *
 * @param main the figure by which they are compared
 */
record Scene(String id, String title, Figure main, List<Cell> cells) {
    /** Whether it is measured how a process does nothing: then those of other contenders must not be there, which are never quite idle. */
    boolean needsQuiet() {
        return cells.stream().anyMatch(cell -> cell.kind() == Kind.IDLE);
    }
}
