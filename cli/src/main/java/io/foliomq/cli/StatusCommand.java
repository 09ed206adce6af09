package io.foliomq.cli;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.Survey.AttachedMember;
import io.foliomq.engine.Survey.KeptSegment;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** How the store is. */
@Command(
        name = "status",
        description = "Who is attached, how many destinations, segments and messages there are, how much disk is free.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends StoreCommand {
    @Override
    int run(Store store) throws IOException {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("store", place().directory().toRealPath().toString());
        said.put("id", store.id());
        said.put("users", store.users().names().size());
        said.put("anonymous", store.users().isAnonymousAllowed());
        addDestinations(said, store);
        FileStore disk = Files.getFileStore(place().directory());
        said.put("diskFreeBytes", disk.getUsableSpace());
        said.put("diskBytes", disk.getTotalSpace());
        said.put("members", members(store));
        output().object(said);
        return ExitCodes.DONE;
    }

    private static void addDestinations(Map<String, @Nullable Object> said, Store store) {
        long segments = 0;
        long segmentBytes = 0;
        long depth = 0;
        for (DestinationKind kind : DestinationKind.values()) {
            List<Destination> destinations = store.destinations(kind);
            said.put(kind == DestinationKind.QUEUE ? "queues" : "topics", destinations.size());
            for (Destination destination : destinations) {
                for (KeptSegment segment : store.survey().segments(destination)) {
                    segments++;
                    segmentBytes += segment.diskBytes();
                }
                depth += destination.subscriptions().stream()
                        .mapToLong(subscription -> subscription.depth())
                        .sum();
            }
        }
        said.put("messages", depth);
        said.put("segments", segments);
        said.put("segmentBytes", segmentBytes);
    }

    private static List<Map<String, @Nullable Object>> members(Store store) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (AttachedMember member : store.survey().members()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("member", member.slot());
            row.put("pid", member.pid());
            row.put("host", member.host());
            row.put("since", Ages.instant(member.attachedMs()));
            row.put("alive", member.alive());
            row.put("self", member.self());
            rows.add(row);
        }
        return rows;
    }
}
