package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One scene as a table: a row a contender, a column a figure, and how much more or less the first contender has than each of its class. */
final class SceneTable {
    private final Scene scene;
    private final Results results;
    private final Standing standing;

    SceneTable(Scene scene, Results results, Standing standing) {
        this.scene = scene;
        this.results = results;
        this.standing = standing;
    }

    void appendTo(StringBuilder page) {
        List<Figure> figures = figures();
        page.append("\n## ")
                .append(scene.title())
                .append("\n\n`")
                .append(scene.id())
                .append("`\n\n| | class |");
        figures.forEach(figure -> page.append(' ').append(figure.title()).append(" |"));
        page.append(" first ÷ this |\n|---|---|")
                .append("---|".repeat(figures.size() + 1))
                .append('\n');
        for (Cell cell : scene.cells()) {
            row(page, cell, figures);
        }
    }

    /** The one they are compared by first. */
    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(List.of(scene.main()));
        Arrays.stream(Figure.values())
                .filter(figure -> figure != scene.main() && figure != Figure.SUSTAINED)
                .filter(figure -> scene.cells().stream()
                        .anyMatch(cell -> results.spread(scene.id(), cell.label(), figure) != null))
                .forEach(figures::add);
        return figures;
    }

    private void row(StringBuilder page, Cell cell, List<Figure> figures) {
        page.append("| ")
                .append(cell.label())
                .append(" | ")
                .append(standing.of(cell))
                .append(" |");
        for (Figure figure : figures) {
            Spread spread = results.spread(scene.id(), cell.label(), figure);
            page.append(' ').append(spread == null ? "" : text(figure, spread)).append(" |");
        }
        page.append(' ').append(ratio(cell)).append(unsustained(cell)).append(" |\n");
    }

    private String text(Figure figure, Spread spread) {
        String median = figure.text(spread.median());
        return figure == scene.main()
                ? "**" + median + "** (" + figure.text(spread.least()) + " … " + figure.text(spread.most()) + ")"
                : median;
    }

    private String ratio(Cell cell) {
        Cell first = scene.cells().get(0);
        if (cell.equals(first) || !standing.of(cell).equals(standing.of(first))) {
            return "";
        }
        Spread ratio = ratioOf(first, cell);
        return ratio == null
                ? ""
                : String.format(Locale.ROOT, "%.3g (%.3g … %.3g)", ratio.median(), ratio.least(), ratio.most());
    }

    private @Nullable Spread ratioOf(Cell first, Cell cell) {
        return results.ratio(scene.id(), first.label(), scene.id(), cell.label(), scene.main());
    }

    private String unsustained(Cell cell) {
        boolean kept = results.taken(scene.id(), cell.label()).stream()
                .allMatch(figures -> !figures.has(Figure.SUSTAINED) || figures.get(Figure.SUSTAINED) > 0);
        return kept || cell.contender() == Contender.FDATASYNC ? "" : "rate not kept";
    }
}
