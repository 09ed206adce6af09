package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tool as a user would, on a store that the test has open too. */
abstract class FolioTest {
    @TempDir
    Path directory;

    private String out = "";
    private String err = "";

    FolioConnectionFactory factory;
    JMSContext context;

    @BeforeEach
    final void connect() {
        factory = new FolioConnectionFactory("folio:" + store() + "?segmentBytes=1m&linger=0&diskReserve=0");
        context = factory.createContext(JMSContext.SESSION_TRANSACTED);
    }

    @AfterEach
    final void disconnect() {
        context.close();
    }

    final Path store() {
        return directory.resolve("store");
    }

    final Store open() {
        return Store.open(StoreOptions.at(store()).withDiskReserveBytes(0));
    }

    /** Runs a command on the store; returns its exit code. */
    final int folio(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--store");
        all.add(store().toString());
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int exitCode = Folio.run(new PrintWriter(outText), new PrintWriter(errText, true), all.toArray(String[]::new));
        out = outText.toString();
        err = errText.toString();
        return exitCode;
    }

    final String out() {
        return out;
    }

    final String err() {
        return err;
    }

    /** Runs a command that succeeds, and reads its JSON. */
    final JsonElement json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        int exitCode = folio(all.toArray(String[]::new));
        assertThat(exitCode).as(err).isZero();
        return JsonParser.parseString(out);
    }

    final JsonObject object(String... arguments) {
        return json(arguments).getAsJsonObject();
    }

    final JsonArray rows(String... arguments) {
        return json(arguments).getAsJsonArray();
    }

    final void send(String queue, String... texts) {
        for (String text : texts) {
            context.createProducer().setProperty("n", text.length()).send(context.createQueue(queue), text);
        }
        context.commit();
    }

    final List<String> drain(String queue) {
        List<String> texts = new ArrayList<>();
        try (JMSContext draining = factory.createContext();
                var consumer = draining.createConsumer(draining.createQueue(queue))) {
            String text = consumer.receiveBodyNoWait(String.class);
            while (text != null) {
                texts.add(text);
                text = consumer.receiveBodyNoWait(String.class);
            }
        }
        return texts;
    }

    final Path passwordFile(String password) throws Exception {
        return Files.writeString(directory.resolve("password"), password + "\n");
    }
}
