package io.foliomq.cli;

import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.jms.session.StoredMessages;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Away with it. */
@Command(
        name = "purge",
        description = "Drops messages that are ready; what is leased, or not due yet, stays.",
        mixinStandardHelpOptions = true)
final class PurgeCommand extends StoreCommand {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private DestinationArgument destination;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private SelectionArgument selection;

    @Override
    int run(Store store) throws JMSException {
        Subscription from = destination.findSubscription(store);
        Transfer transfer =
                new Transfer(store, from, new StoredMessages(store).filter(selection.selector()), selection.count());
        long purged = transfer.run((delivery, transaction) -> true);
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("purged", purged);
        said.put("left", from.depth());
        output().object(said);
        return purged == 0 ? ExitCodes.NOTHING : ExitCodes.DONE;
    }
}
