package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Contender;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All players. Their JVMs live side by side, but only one plays at a time. */
final class Company implements AutoCloseable {
    private final Map<Contender, Player> players = new EnumMap<>(Contender.class);

    Company(List<Contender> contenders, Path directory, double warmSeconds) {
        for (Contender contender : contenders) {
            players.put(contender, new Player(contender, directory, warmSeconds));
        }
    }

    Player player(Contender contender) {
        return Objects.requireNonNull(players.get(contender), contender::toString);
    }

    @Override
    public void close() {
        players.values().forEach(Player::close);
    }
}
