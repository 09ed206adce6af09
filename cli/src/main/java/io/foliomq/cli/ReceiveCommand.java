package io.foliomq.cli;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes messages for good. */
@Command(
        name = "receive",
        description = "Takes messages of a queue and shows them; what was not shown is not taken.",
        mixinStandardHelpOptions = true)
final class ReceiveCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private StoreArgument place;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private Output output;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private DestinationArgument destination;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private CredentialsArgument credentials;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private SelectionArgument selection;

    @Option(names = "--wait", paramLabel = "MS", description = "Waits so long for each message; default: not at all.")
    private long wait;

    @Option(
            names = "--body",
            paramLabel = "N",
            description = "Characters or bytes of the body that are shown; default: all.")
    private int body = Integer.MAX_VALUE;

    @Override
    public Integer call() throws IOException, JMSException {
        place.open().close();
        if (destination.isTopic()) {
            throw new Failure(ExitCodes.USAGE, "destination: value=topic, accepted=a queue");
        }
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        MessageForm form = new MessageForm(Math.max(0, body));
        try (JMSContext context = credentials.connect(place.directory(), JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer =
                    context.createConsumer(context.createQueue(destination.plainName()), selection.selector());
            long most = selection.countOr(1);
            Message message = next(consumer);
            while (message != null) {
                found.add(form.of(message));
                message = found.size() < most ? next(consumer) : null;
            }
            new MessagePrinter(output).print(found);
            output.out().flush();
            context.commit();
        }
        return found.isEmpty() ? ExitCodes.NOTHING : ExitCodes.DONE;
    }

    private @Nullable Message next(JMSConsumer consumer) {
        return wait > 0 ? consumer.receive(wait) : consumer.receiveNoWait();
    }
}
