package io.foliomq.perf.compare;

import java.util.List;

/**
 * A question that several contenders are asked.
 *
 * @param main the figure by which they are compared
 */
record Scene(String id, String title, Figure main, List<Cell> cells) {}
