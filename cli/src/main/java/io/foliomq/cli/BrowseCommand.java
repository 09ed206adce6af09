package io.foliomq.cli;

import io.foliomq.engine.Browser;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.jms.session.StoredMessages;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What waits. */
@Command(
        name = "browse",
        description = "Shows messages that are ready, and leaves them where they are.",
        mixinStandardHelpOptions = true)
final class BrowseCommand extends StoreCommand {
    private static final long MOST = 20;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private DestinationArgument destination;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private SelectionArgument selection;

    @Option(
            names = "--body",
            paramLabel = "N",
            description = "Characters or bytes of the body that are shown; default: ${DEFAULT-VALUE}.")
    private int body = 200;

    @Override
    int run(Store store) throws JMSException {
        Subscription subscription = destination.findSubscription(store);
        StoredMessages messages = new StoredMessages(store);
        MessageForm form = new MessageForm(Math.max(0, body));
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        long most = selection.countOr(MOST);
        try (Browser browser = subscription.browse(messages.filter(selection.selector()))) {
            RecordView record = found.size() < most ? browser.next() : null;
            while (record != null) {
                found.add(form(messages, form, subscription, record));
                record = found.size() < most ? browser.next() : null;
            }
        }
        new MessagePrinter(output()).print(found);
        return found.isEmpty() ? ExitCodes.NOTHING : ExitCodes.DONE;
    }

    private static Map<String, @Nullable Object> form(
            StoredMessages messages, MessageForm form, Subscription subscription, RecordView record) {
        try {
            return form.of(messages.read(subscription.destination(), record));
        } catch (JMSException e) {
            Map<String, @Nullable Object> unread = new LinkedHashMap<>();
            unread.put("JMSMessageID", null);
            unread.put("JMSTimestamp", Ages.instant(record.timestamp()));
            unread.put("unreadable", e.getMessage());
            return unread;
        }
    }
}
