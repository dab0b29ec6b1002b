package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.peer.Desk;
import dev.flotilla.replication.peer.PeerCodec;
import dev.flotilla.replication.peer.PeerLink;
import dev.flotilla.replication.peer.PeerMessage;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node's commits to the node that leads, and takes those of others while this node leads. A commit that was
 * sent is answered as this node's own are: by the log, as this node's replica reads it. A refusal comes as a message,
 * and counts once the replica has passed the state it was decided in. What was lost is sent again under the same id;
 * what was not in the log before a later term, goes back to the queue and from there to the new leader. Thread-safe.
 */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /** More than a leader decides in the time after which a sender gives up. */
    static final int REMEMBERED_MAX = 65_536;

    private final String node;
    private final PeerLink link;
    private final CommitQueue queue;
    private final InFlight inFlight;
    private final View view;
    private final int remembered;
    private Desk desk;
    private long deskTerm;

    /** What it must know of its node. */
    interface View {
        Role role();

        /** The version up to which the replica has told what landed. */
        long passed();

        void onceAt(long version, Runnable then);

        long nanos();
    }

    /** @param remembered how many of others' commits it remembers the fate of, while it leads */
    Forwarder(String node, PeerLink link, CommitQueue queue, InFlight inFlight, View view, int remembered) {
        this.node = node;
        this.link = link;
        this.queue = queue;
        this.inFlight = inFlight;
        this.view = view;
        this.remembered = remembered;
        this.desk = new Desk(remembered);
    }

    void forward(LeaderMark leader, List<PendingCommit> commits) {
        commits.forEach(commit -> forward(leader, commit));
    }

    /** Sends again what was sent to this leader long ago and is not answered. */
    void resend(LeaderMark leader) {
        inFlight.of(leader.term()).stream()
                .filter(commit -> commit.attemptDue(view.nanos()))
                .forEach(commit -> attempt(leader, commit));
    }

    private void forward(LeaderMark leader, PendingCommit commit) {
        if (link.alone()) {
            commit.answer(new CommitOutcome.Unavailable(
                    "node " + leader.node() + " leads the hub, and this node knows no way to it; write there, or name"
                            + " the hub's nodes in its configuration",
                    CommitQueue.RETRY_AFTER));
        } else if (full(commit.origin())) {
            commit.answer(new CommitOutcome.Overloaded(CommitQueue.RETRY_AFTER));
        } else if (commit.send(leader.term())) {
            inFlight.add(commit);
            attempt(leader, commit);
            if (commit.answered()) {
                inFlight.remove(commit.proposal().id());
            }
        }
    }

    private boolean full(Commit.Origin origin) {
        return switch (origin) {
            case CLIENT ->
                inFlight.size() >= CommitQueue.CLIENT_COMMITS_MAX || inFlight.bytes() >= CommitQueue.CLIENT_BYTES_MAX;
            case CONTROLLER, OBSERVER ->
                inFlight.size() >= CommitQueue.COMMITS_MAX || inFlight.bytes() >= CommitQueue.BYTES_MAX;
        };
    }

    /** How far this node has read is asked first: what lands later than that, the leader has not forgotten. */
    private void attempt(LeaderMark leader, PendingCommit commit) {
        long seenTo = view.passed();
        int attempt = commit.attempt(leader.term(), view.nanos());
        if (attempt > 0) {
            Proposal proposal = commit.proposal();
            PeerMessage message =
                    new PeerMessage.Forward(node, proposal.id(), leader.term(), attempt, seenTo, proposal.commit());
            link.send(leader.node(), PeerCodec.encode(message));
        }
    }

    /** Takes what another node sent. */
    void received(byte[] bytes) {
        try {
            switch (PeerCodec.decode(bytes)) {
                case PeerMessage.Forward forward -> take(forward);
                case PeerMessage.Answer answer -> take(answer);
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.atWarn()
                    .addKeyValue("reason", unreadable.getMessage())
                    .log("a message of another node cannot be read; it is dropped");
        }
    }

    /** Its sender may know that this node leads before this node does. */
    private void take(PeerMessage.Forward forward) {
        boolean leads = switch (view.role()) {
            case Role.Leading(var term) -> term == forward.term();
            case Role.Campaigning _ -> true;
            case Role.Following _, Role.Replaying() -> false;
        };
        if (!leads) {
            return;
        }
        switch (verdict(forward)) {
            case Desk.Verdict.Take() -> admit(forward);
            case Desk.Verdict.Repeat(var outcome, var version) ->
                answer(forward, outcome, new Desk.Attempt(forward.attempt(), version));
            case Desk.Verdict.Ignore() -> {}
        }
    }

    private synchronized Desk.Verdict verdict(PeerMessage.Forward forward) {
        if (forward.term() > deskTerm) {
            desk = new Desk(remembered);
            deskTerm = forward.term();
        }
        return forward.term() == deskTerm
                ? desk.take(forward.id(), new Desk.Attempt(forward.attempt(), forward.seenTo()))
                : new Desk.Verdict.Ignore();
    }

    private void admit(PeerMessage.Forward forward) {
        PendingCommit commit = PendingCommit.forwarded(Proposal.of(forward.id(), forward.commit()), forward.term());
        commit.settled().thenAccept(outcome -> decided(forward, outcome));
        queue.offer(commit);
    }

    private void decided(PeerMessage.Forward forward, CommitOutcome outcome) {
        switch (outcome) {
            case CommitOutcome.Committed committed -> landed(forward, committed.last());
            case CommitOutcome.Conflicted _,
                    CommitOutcome.Refused _,
                    CommitOutcome.TooLarge _,
                    CommitOutcome.Overloaded _ ->
                refused(forward, outcome).ifPresent(attempt -> answer(forward, outcome, attempt));
            case CommitOutcome.Unavailable _, CommitOutcome.InDoubt _ ->
                LOG.atDebug().addKeyValue("term", forward.term()).log("a term ended with another node's commit open");
        }
    }

    private synchronized void landed(PeerMessage.Forward forward, long version) {
        if (forward.term() == deskTerm) {
            desk.landed(forward.id(), version);
        }
    }

    private synchronized Optional<Desk.Attempt> refused(PeerMessage.Forward forward, CommitOutcome outcome) {
        return forward.term() == deskTerm
                ? Optional.of(desk.refused(forward.id(), outcome, view.passed()))
                : Optional.empty();
    }

    private void answer(PeerMessage.Forward forward, CommitOutcome outcome, Desk.Attempt attempt) {
        PeerMessage answer =
                new PeerMessage.Answer(forward.id(), forward.term(), attempt.number(), attempt.seenTo(), outcome);
        link.send(forward.from(), PeerCodec.encode(answer));
    }

    private void take(PeerMessage.Answer answer) {
        inFlight.find(answer.id())
                .ifPresent(commit -> view.onceAt(
                        answer.version(), () -> commit.answer(answer.term(), answer.attempt(), answer.outcome())));
    }
}
