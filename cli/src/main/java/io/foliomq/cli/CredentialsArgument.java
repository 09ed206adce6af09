package io.foliomq.cli;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** As whom to connect to a store that has users. */
final class CredentialsArgument {
    @Option(names = "--user", paramLabel = "NAME", description = "As whom to connect; default: nobody in particular.")
    private @Nullable String user;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PasswordArgument password;

    JMSContext connect(Path store, int sessionMode) throws IOException {
        FolioConnectionFactory factory = new FolioConnectionFactory();
        factory.setDirectory(store.toString());
        factory.setSetting("linger", "0");
        return user == null
                ? factory.createContext(sessionMode)
                : factory.createContext(user, password.read(false), sessionMode);
    }
}
