package io.foliomq.cli;

import io.foliomq.engine.Destination;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.jms.session.StoredMessages;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** From one destination to another. */
@Command(
        name = "move",
        description =
                "Moves messages that are ready to a queue, which is made if there is none; they keep their identity.",
        mixinStandardHelpOptions = true)
final class MoveCommand extends StoreCommand {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private DestinationArgument source;

    @Parameters(index = "1", paramLabel = "TARGET", description = "NAME or queue://NAME.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String target;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private SelectionArgument selection;

    @Override
    int run(Store store) throws JMSException {
        Subscription from = source.findSubscription(store);
        String name = DestinationArgument.queueName(target);
        if (from.destination()
                .equals(store.find(io.foliomq.engine.DestinationKind.QUEUE, name)
                        .orElse(null))) {
            throw new Failure(ExitCodes.USAGE, "target is the source: target=" + target + ", accepted=another queue");
        }
        Destination to = store.queue(name);
        Transfer transfer =
                new Transfer(store, from, new StoredMessages(store).filter(selection.selector()), selection.count());
        long moved = transfer.run((delivery, transaction) -> {
            transaction.append(to, new Record().copyOf(delivery.record()));
            return true;
        });
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("moved", moved);
        said.put("left", from.depth());
        said.put("target", DestinationArgument.text(to));
        output().object(said);
        return moved == 0 ? ExitCodes.NOTHING : ExitCodes.DONE;
    }
}
