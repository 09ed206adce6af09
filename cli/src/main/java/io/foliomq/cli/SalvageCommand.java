package io.foliomq.cli;

import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.StoreCheck;
import io.foliomq.engine.StoreCheck.Salvage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be had. */
@Command(
        name = "salvage",
        description = {
            "Copies what is intact of a store that nobody uses into a new one, and says what is not in it.",
            "The damaged store stays as it is."
        },
        mixinStandardHelpOptions = true)
final class SalvageCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private StoreArgument place;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private Output output;

    @Parameters(paramLabel = "NEW", description = "Directory of the new store; does not exist, or is empty.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path into;

    @Override
    public Integer call() {
        place.requireDirectory();
        Salvage salvage = StoreCheck.salvage(place.directory(), into);
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("new", into.toAbsolutePath().normalize().toString());
        List<Map<String, @Nullable Object>> kept = new ArrayList<>();
        salvage.kept().forEach(one -> {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("destination", (one.kind() == DestinationKind.TOPIC ? "topic://" : "queue://") + one.destination());
            row.put("subscription", one.subscription().isEmpty() ? null : one.subscription());
            row.put("messages", one.messages());
            kept.add(row);
        });
        said.put("kept", kept);
        List<Map<String, @Nullable Object>> dropped = new ArrayList<>();
        salvage.dropped().forEach(sentence -> {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("what", sentence);
            dropped.add(row);
        });
        said.put("dropped", dropped);
        output.object(said);
        return salvage.dropped().isEmpty() ? ExitCodes.DONE : ExitCodes.DAMAGED;
    }
}
