package io.foliomq.cli;

import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One message, or the same one several times. */
@Command(name = "send", description = "Sends a message.", mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
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

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "The body; default: standard input.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "The body is in this file.")
    private @Nullable Path file;

    @Option(names = "--bytes", description = "A bytes message, not a text message.")
    private boolean bytes;

    @Option(
            names = {"-p", "--property"},
            paramLabel = "NAME=VALUE",
            description = "A string property; once for each.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--type", paramLabel = "TEXT", description = "JMSType.")
    private @Nullable String type;

    @Option(names = "--correlation-id", paramLabel = "TEXT", description = "JMSCorrelationID.")
    private @Nullable String correlationId;

    @Option(names = "--priority", paramLabel = "0-9", description = "Default: ${DEFAULT-VALUE}.")
    private int priority = Message.DEFAULT_PRIORITY;

    @Option(names = "--ttl", paramLabel = "MS", description = "Expires after so many ms; default: never.")
    private long ttl;

    @Option(names = "--delay", paramLabel = "MS", description = "Is delivered after so many ms at the earliest.")
    private long delay;

    @Option(names = "--count", paramLabel = "N", description = "So many times; default: once.")
    private int count = 1;

    @Override
    public Integer call() throws IOException, JMSException {
        place.open().close();
        byte[] body = body();
        Message last = null;
        try (JMSContext context = credentials.connect(place.directory(), JMSContext.AUTO_ACKNOWLEDGE)) {
            Destination to = destination.isTopic()
                    ? context.createTopic(destination.plainName())
                    : context.createQueue(destination.plainName());
            JMSProducer producer = context.createProducer()
                    .setPriority(priority)
                    .setTimeToLive(ttl)
                    .setDeliveryDelay(delay);
            for (int i = 0; i < count; i++) {
                last = message(context, body);
                producer.send(to, last);
            }
        }
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("sent", count);
        said.put("JMSMessageID", last == null ? null : last.getJMSMessageID());
        output.object(said);
        return ExitCodes.DONE;
    }

    private byte[] body() throws IOException {
        if (text != null && file != null) {
            throw new Failure(ExitCodes.USAGE, "two bodies: accepted=TEXT or --file");
        }
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return file == null ? System.in.readAllBytes() : Files.readAllBytes(file);
    }

    private Message message(JMSContext context, byte[] body) throws JMSException {
        Message message;
        if (bytes) {
            var made = context.createBytesMessage();
            made.writeBytes(body);
            message = made;
        } else {
            message = context.createTextMessage(new String(body, StandardCharsets.UTF_8));
        }
        message.setJMSType(type);
        message.setJMSCorrelationID(correlationId);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        return message;
    }
}
