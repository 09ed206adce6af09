package io.foliomq.cli;

import io.foliomq.engine.Store;
import io.foliomq.engine.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may connect to the store. */
@Command(
        name = "user",
        description = "Who may connect; a store without users admits everybody.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Remove.class,
            UserCommand.Passwd.class,
            UserCommand.ListAll.class,
            UserCommand.Anonymous.class
        })
final class UserCommand {
    /** What is true of the users after a change. */
    private static void say(Output output, Users users, String what, String name) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put(what, name);
        said.put("users", users.names().size());
        said.put("anonymous", users.isAnonymousAllowed());
        output.object(said);
    }

    private static void requireKnown(Users users, String name) {
        if (!users.names().contains(name)) {
            throw new Failure(ExitCodes.NOTHING, "no such user: user=" + name + ", accepted=" + users.names());
        }
    }

    @Command(name = "add", description = "Adds a user.", mixinStandardHelpOptions = true)
    static final class Add extends StoreCommand {
        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init") // by picocli
        private String name;

        @Mixin
        @SuppressWarnings("NullAway.Init") // by picocli
        private PasswordArgument password;

        @Override
        int run(Store store) throws Exception {
            store.users().add(name, password.read(true));
            say(output(), store.users(), "added", name);
            return ExitCodes.DONE;
        }
    }

    @Command(name = "remove", description = "Removes a user.", mixinStandardHelpOptions = true)
    static final class Remove extends StoreCommand {
        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init") // by picocli
        private String name;

        @Option(names = "--last", description = "Even the last one: then the store admits everybody.")
        private boolean last;

        @Override
        int run(Store store) {
            requireKnown(store.users(), name);
            if (last) {
                store.users().removeEvenLast(name);
            } else {
                store.users().remove(name);
            }
            say(output(), store.users(), "removed", name);
            return ExitCodes.DONE;
        }
    }

    @Command(name = "passwd", description = "Sets a user's password.", mixinStandardHelpOptions = true)
    static final class Passwd extends StoreCommand {
        @Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init") // by picocli
        private String name;

        @Mixin
        @SuppressWarnings("NullAway.Init") // by picocli
        private PasswordArgument password;

        @Override
        int run(Store store) throws Exception {
            requireKnown(store.users(), name);
            store.users().changePassword(name, password.read(true));
            say(output(), store.users(), "changed", name);
            return ExitCodes.DONE;
        }
    }

    @Command(name = "list", description = "Lists the users.", mixinStandardHelpOptions = true)
    static final class ListAll extends StoreCommand {
        @Override
        int run(Store store) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (String name : store.users().names()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("user", name);
                rows.add(row);
            }
            Map<String, @Nullable Object> said = new LinkedHashMap<>();
            said.put("anonymous", store.users().isAnonymousAllowed());
            said.put("users", rows);
            output().object(said);
            return ExitCodes.DONE;
        }
    }

    @Command(
            name = "anonymous",
            description = "Says whether somebody who gives no name may connect.",
            mixinStandardHelpOptions = true)
    static final class Anonymous extends StoreCommand {
        private enum Choice {
            ALLOW,
            REFUSE
        }

        @Parameters(paramLabel = "allow|refuse")
        @SuppressWarnings("NullAway.Init") // by picocli
        private Choice choice;

        @Override
        int run(Store store) {
            store.users().allowAnonymous(choice == Choice.ALLOW);
            say(output(), store.users(), "changed", "anonymous");
            return ExitCodes.DONE;
        }
    }
}
