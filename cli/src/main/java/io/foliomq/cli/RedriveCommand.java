package io.foliomq.cli;

import io.foliomq.engine.RecordView;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.jms.session.StoredMessages;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Back to where they came from. */
@Command(
        name = "redrive",
        description = {
            "Sends dead letters back to the queue they came from, as they were before.",
            "What came from a topic, or does not say where it came from, stays unless --to names a queue."
        },
        mixinStandardHelpOptions = true)
final class RedriveCommand extends StoreCommand {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private DestinationArgument letters;

    @Option(names = "--to", paramLabel = "QUEUE", description = "To this queue instead.")
    private @Nullable String to;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private SelectionArgument selection;

    @Override
    int run(Store store) throws JMSException {
        Subscription from = letters.findSubscription(store);
        StoredMessages messages = new StoredMessages(store);
        Transfer transfer = new Transfer(store, from, messages.filter(selection.selector()), selection.count());
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        Map<String, Integer> targets = new LinkedHashMap<>();
        long redriven = transfer.run((delivery, transaction) -> {
            Optional<String> target = target(messages, delivery.record())
                    .filter(name -> !name.equals(from.destination().name()));
            if (target.isPresent()) {
                transaction.append(store.queue(target.get()), messages.revived(delivery.record()));
                targets.merge(target.get(), 1, Integer::sum);
            }
            return target.isPresent();
        });
        said.put("redriven", redriven);
        said.put("skipped", transfer.skipped());
        said.put("left", from.depth());
        targets.forEach((name, count) -> said.put("queue://" + name, count));
        output().object(said);
        return redriven == 0 ? ExitCodes.NOTHING : ExitCodes.DONE;
    }

    /** The name of the queue; empty if there is none to go to. */
    private Optional<String> target(StoredMessages messages, RecordView letter) {
        try {
            Optional<String> origin = messages.originOf(letter);
            if (to != null) {
                return Optional.of(DestinationArgument.queueName(to));
            }
            return origin.filter(text -> text.startsWith("queue://")).map(DestinationArgument::queueName);
        } catch (JMSException unreadable) {
            return Optional.empty();
        }
    }
}
