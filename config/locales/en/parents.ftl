# What parents read. Short words, short sentences, no blame. Each notice is built from these parts, a paragraph each.
# Words between { and } are filled in; keep them as they are. A line that begins with # is for translators.

language = English

## What happened

notice-hidden = Your message in { $group } is not shown any more.
notice-noticed = This is about your message in { $group }.
notice-shown = This is about your message in { $group }. It is still shown. A member of staff will look at it. You do not have to do anything.
notice-held = Your message in { $group } is waiting. A member of staff will read it first.
notice-warned = This is a written warning from { $school }. It is about what was written in { $group }.
notice-restricted = You cannot post in { $group } for now. You can post again from { $until }.
notice-restricted-open = You cannot post in { $group } for now. The school will look at this again and tell you.
notice-private = Nobody else in the group is told why.

## Which clause, in the school's words

# { $source } says where the words stand, for example: section 4.2.6
notice-clause = This is because of our policy, { $policy }. It says in { $source }: “{ $words }”
notice-clause-gone = This is because of our policy, { $policy }. Please see section { $clause }.
notice-staff = The school adds: { $words }

## What you can do

do-repost = You can change your message and post it again.
do-instead = You can copy this text and post it instead. Names and numbers are left out:
do-talk = If you want to talk about it, please speak to { $contacts }. You can also use the school's complaints procedure.
do-complain = If you have a worry or a complaint, we want to hear it. Please speak to { $contacts }. You can also use the complaints procedure on the school's website. We will read it and answer you in private.
do-appeal = If you think this is wrong, press { button-appeal } below and tell us why. A member of staff will read it. You can do this until { $until }. The case number is { $case }.
do-after-appeal = If you still think this is wrong, you can use the school's complaints procedure. Please speak to { $contacts }.
do-ring-999 = If anybody is in danger now, ring 999.

## In the group, where it cannot be said in private: it says nothing about the message

fallback = There is a private message from the school for you here. Only you can read it.
restored-mark = Put back by the school for { $author }:
posted-mark = From { $author }:

## Buttons

button-read = Read the message
button-appeal = Appeal
button-agree = Agree
button-withdraw = Withdraw
button-rules = Read the rules
button-open = Read it in private

## The appeal

appeal-why = Why do you think this is wrong?
appeal-thanks = Thank you. A member of staff will read it (case { $case }). You will be told here what they decide.
appeal-not-yours = Only the person who wrote the message can appeal.
appeal-late = The time to appeal ended on { $until }. We still want to hear from you. Please write or speak to { $contacts }. You can also use the school's complaints procedure.
appeal-restored = There is nothing left to appeal. The school has already changed this decision (case { $case }).
appeal-answered = A member of staff has already looked at this again (case { $case }). If you still think it is wrong, please speak to { $contacts }. You can also use the school's complaints procedure.

## What became of an appeal, or what staff changed without one

outcome-upheld = You asked us to look again at case { $case } in { $group }. A member of staff has read what you wrote. Thank you for telling us. The decision stays as it is.
outcome-restored = You asked us to look again at case { $case } in { $group }. A member of staff has read what you wrote. You were right to ask: we have changed the decision. We are sorry for the trouble.
outcome-closed = You asked us to look again at case { $case } in { $group }. A member of staff has read what you wrote. Nothing more will be done. Thank you for telling us.
outcome-changed = The school has looked again at your message in { $group }. We have changed the decision. We are sorry for the trouble. The case number is { $case }.
outcome-lifted = You can post in { $group } again from now.
outcome-shown = Your message is shown in { $group } again.
outcome-hidden = Your message is not shown in { $group }. It stays hidden.
outcome-free = You can post in { $group } again.

## My record: what is held about somebody, told to them alone

record-title = This is what the school holds about you from { $group }.
record-none = There is nothing to list for you here. This list does not show everything a school may hold.
record-text = For each case we keep your message, why it was looked at, and what was done.
record-case = Case { $case }, { $at }: { $clause }. It is { $state }.
record-state-open = waiting for a decision
record-state-upheld = decided: the decision stands
record-state-restored = decided: your message was put back
record-state-closed = closed
record-stays = It is kept until staff have decided.
record-goes = It will be deleted after { $goes }.
record-more = There are { $count } older cases. Ask the school office about them.
record-points = You have { $points ->
        [one] { $points } point
       *[other] { $points } points
    } on the school's ladder of steps. The last of them ends on { $expires }.
record-restricted = You cannot post until { $until } (case { $case }).
record-rules = You were shown the rules ({ $version }) on { $at }. This note will be deleted after { $goes }.
record-all = Each time this list is read, that is noted too. If you want a copy of all that is held about you, ask the school office. You do not have to say why.

## The group's rules in short, for somebody who joins

rules-hello = Welcome to { $group }. { $school } looks after this group.
rules-policy = These are the rules in short. They come from our policy, { $policy }. They are about:
rules-clause = • { $clause }
rules-staff = A message that is against the rules may be hidden. You will be told why, and you can appeal.
rules-talk = If you have a question or a worry, please speak to { $contacts }. You can also use the school's complaints procedure. If anybody is in danger now, ring 999.
rules-version = Version of the rules: { $version }
rules-group = Welcome to everybody who is new here. Press the button to read the group's rules in short.

## Posts that are read before they are shown

post-form = A post for the group
post-waiting = Your post for { $group } is with the school (number { $case }). In this group every post is read before it is shown. You will be told here what becomes of it.
post-approved = Your post (number { $case }) is now shown in { $group }. Thank you.
post-proposed = The school would like to show your post (number { $case }) in { $group } with these words:
post-proposed-answer = Press { button-agree } to have it shown like this, or { button-withdraw }. Nothing is shown without your answer.
post-declined = Your post (number { $case }) is not shown in { $group }.
post-change = You can change it and send it again.
post-late = Your post (number { $case }) for { $group } still waits. We are sorry. Staff have been told again. If it cannot wait, please ring the school office.
post-decided = Your post (number { $case }) was already dealt with. A message about it is on its way to you.
post-old = This suggestion is not open any more.
post-none = No post of yours is waiting here (number { $case }).
post-withdrawn = Your post (number { $case }) is withdrawn and will not be shown.

## Answers to presses and commands

refused-not-yours = This message is for somebody else.
refused-notice-gone = This message is not there any more. Ask the school office about your case.
refused-case-gone = This case is not there any more.
refused-group-gone = Schoolgate does not look after this group any more (it is not in its settings), so nothing was done. Please ask the school office.
refused-button = This button is for the school's staff.
refused-command = This command is for the school's staff.
refused-old-button = This button does not work any more. Staff can open the case again with the command case.
refused-no-command = There is no such command. The command help lists them.
refused-no-group = This can only be done in a group that Schoolgate looks after, or in its staff channel.
refused-restricted = You may not post in this group at the moment. The message from the school says why.
refused-post-staff = Staff do not need to hand a post in: write it in the group itself.
refused-post-where = Give this command in the group that the post is for.
refused-post-open = You can write in this group yourself: posts are not read before they are shown.
sorry-failed = This did not work. Nothing is lost. Please try again, or tell the school office.
sorry-later = This cannot be done just now. Please try again in a few minutes.

## In a private chat with the bot

chat-hello = I look after the school's group.
chat-no-command = I do not know that command.
chat-here = I can answer this only in private. Press the button, then press Start.
chat-sent = I have written to you privately.
chat-cut = [cut: write to me privately, then I can send it all]
chat-forgotten = I no longer know what I asked. Please press the button again.
chat-answer = Answer this message
chat-answer-one = { chat-answer }.
chat-answer-each = { chat-answer }, with one line for each.
chat-optional = (may be left out)
chat-missing = Missing: { $names }.
chat-example = For example: { $example }
chat-or-answer = Instead of naming a person or a message you can answer the message.
chat-unknown = { $name } has not written since I started. Answer one of their messages instead.
chat-edited = Your post is with the school as you first sent it. To change it, press { button-withdraw } and send it again.
chat-changed = I do nothing about a message that is changed afterwards: send it again as a new message.
chat-which = Which group is it for? Send it again and begin with the group's number, for example: 1 Thank you all.

## What the commands for everybody are for, as a platform lists them

menu-help = What you can ask for
menu-record = What the school holds about you
menu-rules = The group's rules in short
menu-post = Hand in a post for the group
menu-post-text = What you want to post
