package io.foliomq.cli;

import io.foliomq.engine.StoreCheck;
import io.foliomq.engine.StoreCheck.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Is it whole? */
@Command(
        name = "verify",
        description =
                "Looks at every file of a store, also of one that does not open, and names what is damaged. Changes nothing.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private StoreArgument place;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private Output output;

    @Override
    public Integer call() {
        place.requireDirectory();
        Report report = StoreCheck.verify(place.directory());
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("store", place.directory().toAbsolutePath().normalize().toString());
        said.put("files", report.files());
        said.put("records", report.records());
        said.put("inUse", report.inUse());
        said.put("damages", report.count());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        report.findings().forEach(finding -> {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("file", finding.file());
            row.put("position", finding.position());
            row.put("field", finding.field());
            row.put("expected", finding.expected());
            row.put("actual", finding.actual());
            rows.add(row);
        });
        said.put("findings", rows);
        output.object(said);
        return report.isWhole() ? ExitCodes.DONE : ExitCodes.DAMAGED;
    }
}
