//! What can be found wrong, with a stable code and a sentence in Chinese and in English each.
//!
//! The sentence says what was wrong; where, got and expected stand beside it in [`crate::Failure`].

use std::fmt;

use records::lang::Lang;
use serde::{Serialize, Serializer};

macro_rules! faults {
    ($($name:ident $code:literal $zh:literal $en:literal;)+) => {
        /// What was found wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $en] $name,)+
        }

        impl Fault {
            /// All faults.
            pub const ALL: &'static [Fault] = &[$(Fault::$name,)+];

            /// Stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Fault::$name => $code,)+ }
            }

            /// The fault as a sentence.
            pub const fn sentence(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Fault::$name, Lang::Zh) => $zh, (Fault::$name, Lang::En) => $en,)+
                }
            }
        }
    };
}

faults! {
    ManifestAbsent "manifest-absent" "没有文件清单 manifest.json，无法核验。" "There is no manifest.json, so nothing can be verified.";
    ManifestForm "manifest-form" "文件清单不是规定的形式。" "The manifest is not in the form laid down.";
    ManifestFormat "manifest-format" "文件清单的格式名称不认识。" "The manifest names an unknown format.";
    ManifestPath "manifest-path" "文件清单里有不允许的路径。" "The manifest holds a path that is not allowed.";
    ManifestOrder "manifest-order" "文件清单没有按路径排序，或有重复。" "The paths of the manifest are not sorted and unique.";
    ManifestDigest "manifest-digest" "这不是您要核验的那份结果：结果摘要与您给出的不同。" "This is not the bundle you asked for: its digest is not the one you gave.";

    FileUnreadable "file-unreadable" "文件读不出来。" "A file can't be read.";
    FileAbsent "file-absent" "清单里的文件不见了。" "A file of the manifest is not there.";
    FileUnlisted "file-unlisted" "有一个文件不在清单里。" "There is a file that the manifest does not list.";
    FileOfManager "file-of-manager" "文件夹里有一个您的电脑自己添加的文件（文件管理器的附属文件），不是发布的内容。请删去它，再核验一次。" "There is a file that this computer's own file manager has put there; it is not part of what was published. Remove it and verify again.";
    FileMissing "file-missing" "缺少协议规定必须有的文件。" "A file that the protocol requires is missing.";
    FileExtra "file-extra" "有协议没有规定的文件。" "There is a file that the protocol does not know.";
    FileKindOfBundle "file-kind-of-bundle" "按这份方案不会有这一种结果文件。" "A bundle of this kind can't be of this plan.";
    FileKind "file-kind" "这不是一个普通文件。" "This is not a regular file.";
    FileSize "file-size" "文件大小与清单不符。" "The size of a file is not the one in the manifest.";
    FileDigest "file-digest" "文件内容与清单里的摘要不符：文件被改动过。" "A file does not have the digest in the manifest: it was changed.";

    FormatTooLarge "format-too-large" "文件超过规定的大小。" "A file is larger than the protocol allows.";
    FormatLineTooLong "format-line-too-long" "有一行超过规定的长度。" "A line is longer than the protocol allows.";
    FormatLineEnd "format-line-end" "最后一行没有换行，或者文件多于一行。" "The last line has no line end, or an object file has more than one line.";
    FormatCanonical "format-canonical" "这一行不是规定的唯一写法。" "This line is not in canonical form.";
    FormatShape "format-shape" "这一行的字段、类型或取值不符合协议。" "A field of this line is unknown, missing, empty or of the wrong type.";
    FormatWritten "format-written" "这一行的写法不是协议规定的写法（例如写出了应省略的空字段）。" "This line is not written as the protocol writes it (an empty field that is to be left out, for instance).";
    FormatOrder "format-order" "编号没有严格递增：有重复或次序不对。" "The ids do not strictly increase: one is repeated or out of order.";

    PlanProtocol "plan-protocol" "方案的协议版本不认识。" "The plan names an unknown protocol version.";
    PlanCeremony "plan-ceremony" "方案里与抽取过程有关的一项该有而没有，或不该有而有。" "A key of the plan that belongs to the ceremony is missing, or there although it may not be.";
    PlanKey "plan-key" "方案里的一把公钥不对：格式不对、重复，或者不属于方案里的人。" "A key in the plan is malformed, repeated, or of nobody whom the plan names.";
    PlanEscrow "plan-escrow" "方案的密钥托管不合规：份额人数、门限，或本部门自己就够恢复。" "The escrow of the plan is not lawful: its holders, its threshold, or departments that reach it alone.";
    PlanNumber "plan-number" "方案里的一个数超出允许的范围。" "A number in the plan is out of range.";
    PlanText "plan-text" "方案里的一个文字值不在允许之列。" "A text in the plan is not one of those allowed.";
    PlanPeriod "plan-period" "方案里的日期前后矛盾。" "Dates in the plan contradict each other.";
    PlanDays "plan-days" "方案的工作日没有递增，或不在检查期内。" "The working days of the plan are not ascending, or not within the period.";
    PlanFinal "plan-final" "摇号方式不认识，或者不足 64 位随机。" "The final source is unknown or gives fewer than 64 bits.";
    PlanTeam "plan-team" "方案里一个任务的检查组不足两人。" "A task of the plan has a team of fewer than two.";
    PlanLead "plan-lead" "方案里一个任务的席位没有、或者不止一项注明组长。" "Not exactly one entry of a task's seats is marked as the lead.";
    PlanUnique "plan-unique" "方案里有重复的编号或名称。" "An id or label stands twice in the plan.";
    PlanOrder "plan-order" "方案里应当排序的一组值没有排序，或有重复。" "Values of the plan that are to be sorted and unique are not.";
    PlanReference "plan-reference" "方案引用了不存在的东西。" "The plan refers to something that is not there.";
    PlanCondition "plan-condition" "方案里的一个条件写法不对。" "A condition of the plan is not well-formed.";
    PlanAmount "plan-amount" "方案里一层的抽取数量写法不对。" "The amount of a stratum is not well-formed.";
    PlanCircle "plan-circle" "方案里“以牵头单位抽查数为准”互相循环引用。" "Strata that are drawn “as many as” another one refer to each other in a circle.";
    PlanSealed "plan-sealed" "方案里不公开的条件与公开的条件混写了。" "Sealed and public conditions of the plan are mixed up.";
    PlanRelaxations "plan-relaxations" "方案的放宽步骤不符合规定（最后一步必须是放弃最少工作量）。" "The relaxations of the plan are not lawful (the last one drops the minimums, and only the last).";
    PlanEmpty "plan-empty" "方案里必须有的一项是空的。" "Something that every plan must have is empty in this one.";
    PlanPopulations "plan-populations" "方案里各层户数的列表与任务、分层不对应。" "The populations of the plan are not one for each stratum, in the plan's order.";
    PlanRoots "plan-roots" "方案里的名单不是应有的那些。" "The plan does not have exactly the lists that it needs.";

    RootCount "root-count" "锁定名单的行数与方案不符：名单在锁定后被改动过。" "A frozen list does not have the number of lines in the plan: it was changed after the freeze.";
    RootHash "root-hash" "锁定名单的校验根与方案不符：名单在锁定后被改动过。" "A frozen list does not have the root in the plan: it was changed after the freeze.";

    FormerIsId "former-is-id" "一个曾用代码同时是名单里另一个对象的代码：同一家可能有两次机会。" "A former code is also an entity's code: one entity may have two chances.";
    UserIsFormer "user-is-former" "使用单位或维保单位写的是曾用代码：检查不会合并，回避也会落空。" "A user or maintainer is named by a former code: visits would not merge and conflicts would be missed.";
    FormerTwice "former-twice" "同一个曾用代码出现两次。" "One former code stands twice.";

    ListUnknownEntity "list-unknown-entity" "这一行的对象不在检查对象名单里。" "This line is of something that is not in the entity list.";
    ExclusionOutside "exclusion-outside" "被排除的对象本来就不在这个任务的任何一层。" "An entity is excluded from a task in none of whose strata it lies.";
    ExclusionClosedMissing "exclusion-closed-missing" "已注销或停业的对象没有被排除。" "An entity that is not active is not excluded as closed.";
    ExclusionClosedWrong "exclusion-closed-wrong" "正常经营的对象被当作已注销排除了。" "An active entity is excluded as closed.";
    ExclusionReason "exclusion-reason" "这个任务的规则里没有这种排除理由。" "The task has no rule that gives this reason of exclusion.";
    ExclusionTasks "exclusion-tasks" "排除名单里的任务为空、重复、次序不对或不存在。" "The tasks of an exclusion are empty, repeated, out of order or unknown.";
    LabelsAbsent "labels-absent" "一个对象没有分层标签行。" "An entity has no line of stratum labels.";
    LabelsWrong "labels-wrong" "分层标签所指的任务或分层不对。" "A stratum label names a wrong task or stratum.";
    LabelNotSelected "label-not-selected" "对象有分层标签，却不在上级抽出的名单里。" "An entity is labelled for a task for which the upper level has not drawn it.";
    BarredAbsent "barred-absent" "一个可能被抽中的对象没有回避封存行。" "An entity that may be drawn has no line of sealed conflicts.";
    BarredExtra "barred-extra" "一个不可能被抽中的对象有回避封存行。" "An entity that can't be drawn has a line of sealed conflicts.";
    ApartIds "apart-ids" "不宜同组名单与检查人员名单不是一一对应。" "The list of who should not meet again is not one line for each inspector.";
    ItemMissing "item-missing" "任务的抽查事项不在事项清单里。" "An item of a task is not on the item list.";
    ItemExtra "item-extra" "事项清单里有任务没有用到的事项。" "The item list holds an item on which no task relies.";
    InspectorDepartment "inspector-department" "检查人员的部门不在方案的任何人员池里。" "An inspector is of a department that no pool names.";
    InspectorQuota "inspector-quota" "检查人员的任务下限高于上限，或每日次数超过 255。" "An inspector's minimum is above his maximum, or he may make more than 255 visits a day.";
    InspectorDays "inspector-days" "检查人员的缺勤日不是方案的工作日，或没有递增。" "An inspector's absences are not working days of the plan in ascending order.";
    InspectorName "inspector-name" "检查人员的化名不是规定的形式。" "An inspector's pseudonym is not in the form laid down.";

    PopulationCount "population-count" "一层的户数重新点数后不符。" "The population of a stratum is not what a recount gives.";
    PopulationExcluded "population-excluded" "一层的排除户数重新点数后不符。" "The number excluded from a stratum is not what a recount gives.";
    PopulationDrawn "population-drawn" "一层应抽的户数重新计算后不符。" "The number to be drawn from a stratum is not what the plan's rule gives.";
    PopulationReserves "population-reserves" "一层的候补户数重新计算后不符。" "The number of reserves of a stratum is not what the plan's rule gives.";
    PopulationShare "population-share" "任务抽取的总比例低于方案规定的下限。" "A task draws less than the share that the plan requires over all its strata.";

    EventOrder "event-order" "这一步不能出现在这里：步骤的次序不对，或同一步出现两次。" "This event can't stand here: the order of the ceremony is broken, or something happens twice.";
    EventDraw "event-draw" "这一步属于另一次抽取。" "This event is of another draw.";
    EventPlan "event-plan" "公告的方案封存值不是这份方案的。" "The plan announced is not this plan.";
    EventKeys "event-keys" "这一步缺少应有的内容，或者多出了不该有的内容。" "This event lacks something that it must say, or says something that it may not.";
    EventLabel "event-label" "这一步的人不在方案的名单里，或者已经做过这一步。" "This event is of nobody whom the plan names for it, or of somebody who has done this already.";
    EventSuperior "event-superior" "公告写的上一级公钥不是方案所写的。" "The announcement names another superior's key than the plan.";
    EventRound "event-round" "公告写的信标轮次不是方案所写的。" "The announcement names another round of the beacon than the plan.";
    EventSignature "event-signature" "签名不成立：不是这个人的钥匙签的，或者签的不是这个内容。" "A signature does not hold: another key signed, or something else was signed.";
    EventValue "event-value" "报数为空或过长。" "A contribution is empty or too long.";
    EventReveal "event-reveal" "公布的报数与事先交来的封存值对不上。" "What was revealed does not open the commitment that was handed in.";
    EventRecords "event-records" "摇号记录不是两个人各自的记录。" "The final source was not recorded by two different people.";
    EventLast "event-last" "步骤还没有走到这一种结果文件应有的最后一步，或者已经走过了头。" "The last event is not one with which a bundle of this kind ends.";

    LogNote "log-note" "日志检查点不是规定的形式。" "A checkpoint of the log is not in the form laid down.";
    LogSignature "log-signature" "日志检查点不是方案所写的那个日志签的。" "A checkpoint is not signed by the log that the plan names.";
    LogPolicy "log-policy" "您的信任策略里没有这个日志。" "Your trust policy does not name this log.";
    LogCosignature "log-cosignature" "检查点上有一个见证人的签名不成立。" "A witness's signature of a checkpoint does not hold.";
    LogIndex "log-index" "各步骤在日志里的位置没有递增：先后次序对不上。" "The places of the events in the log do not increase: their order is another one.";
    LogRange "log-range" "所附的日志条目不是从上一个编号起、到最后一步止的全部条目。" "The entries shown are not all that the log has from the number before up to the last event.";
    LogHidden "log-hidden" "日志里还有这次抽取的其他步骤，没有公布出来。" "The log has another step of this draw, which the events do not show.";
    LogName "log-name" "日志里有一条的步骤或抽取编号不是规定的，或者过长。" "An entry of the log has no name of an event or of a draw, or is too long.";
    LogEntry "log-entry" "这一步不在日志里：日志里的那一条不是它。" "This event is not in the log: the entry there is another one.";
    LogClosed "log-closed" "封存时的检查点没有包含封存，或者已经包含了摇号。" "The checkpoint of the close does not have the close, or has the final source already.";
    LogConsistency "log-consistency" "封存之后日志被改写过：后来的检查点不是封存时检查点的延续。" "The log was rewritten after the close: the later checkpoint does not continue the one of the close.";
    CopyUnreadable "copy-unreadable" "给出的日志副本读不出来，或缺少文件。" "The copy of the log can't be read, or lacks a file.";
    CopyRoot "copy-root" "给出的日志副本与它自己的检查点不符。" "The copy of the log is not what its own checkpoint says.";
    CopyTree "copy-tree" "日志有两个版本：您的副本与结果里的检查点不是同一个日志，或者日志被回退过。" "There are two versions of the log: your copy and the checkpoint of the bundle are not one log, or the log was rolled back.";
    CopyEntry "copy-entry" "日志里有一条不是规定的形式。" "An entry of the log is not in the form laid down.";
    CopyOrder "copy-order" "日志里一次抽取的步骤次序不对：在公告之前、结束之后，先后颠倒，或者只能有一次的步骤出现了两次。" "The entries of a draw are not in order: one stands before its announcement, after its end, too late, or a second time.";
    CopyEvents "copy-events" "日志里这次抽取的步骤与结果里的不同：有一步被隐瞒了。" "The log has other events of this draw than the bundle: something is hidden.";

    NumbersLines "numbers-lines" "缺少上一个编号（或此前各次作废）的证明，或者有多余的证明。" "The proof of the number before, or of a void before, is missing, or there is one too many.";
    NumbersEntry "numbers-entry" "所附的不是上一个编号的公告（或此前各次抽取的公告、截止和作废）。" "What is shown is not the announcement of the number before, or not announcement, close and void of each attempt before.";
    NumbersProof "numbers-proof" "上一个编号（或上一次作废）不在日志里，或者排在这次公告之后。" "The number before, or the void before, is not in the log, or comes after this announcement.";
    NumbersKeys "numbers-keys" "前一次抽取的一个步骤少了、或多了一个字段。" "An event of an attempt before lacks a member, or has one too many.";
    NumbersOrder "numbers-order" "前一次抽取在日志里的步骤次序不对。" "The entries of an attempt before are not in order.";
    NumbersVoid "numbers-void" "前一次抽取须由上一级签名才能作废，而没有他有效的签名。" "An attempt before was declared void without the valid signature of the superior whom it had announced.";
    NumbersTwice "numbers-twice" "同一个编号公告了两次。" "One number was announced twice.";
    NumbersGap "numbers-gap" "日志里编号不连续：上一个编号没有公告，或上一次尝试没有作废。" "The numbers in the log have a gap: the one before was not announced, or the attempt before was not declared void.";

    EscrowPoints "escrow-points" "托管的公开点数目不对，或者不是合法的点。" "The points of the escrow are not as many as the threshold, or not lawful points.";
    EscrowCommitment "escrow-commitment" "公告的封存值不是由这份方案和这些点算出来的。" "The commitment announced does not follow from plan and points.";
    EscrowSecret "escrow-secret" "公布的密钥不是公告时封存的那一个。" "The secret that was published is not the one to which the announcement committed.";

    CeremonyLabel "ceremony-label" "报数的人不在方案的参加人里，或次序不对，或重复。" "A contribution is of nobody among the participants, out of order or repeated.";
    CeremonyValue "ceremony-value" "报数为空或过长。" "A contribution is empty or too long.";
    CeremonySource "ceremony-source" "摇号方式不是方案规定的那一种。" "The final source is not the one in the plan.";
    CeremonyFinal "ceremony-final" "摇号结果的位数或数字不对。" "The final value does not have the right number of digits, or a digit that the dice don't have.";
    CeremonyEvents "ceremony-events" "结果里的报数或摇号与过程记录不同。" "Contributions or final value are not those of the events.";
    CeremonyRecords "ceremony-records" "两份摇号记录不一致。" "The two records of the final source differ.";
    CeremonyClose "ceremony-close" "封存值重新计算后与封存那一步公布的不同：封存之后有人改了报数。" "The close is not what a recomputation gives: a contribution was changed after the close.";
    CeremonyBeacon "ceremony-beacon" "随机信标这一轮的签名不成立。" "The beacon's signature of the round does not hold.";
    CeremonyCapsules "ceremony-capsules" "封存胶囊的名称或次序不对。" "The capsules are not named as laid down.";
    CeremonyCapsuleRoot "ceremony-capsule-root" "封存胶囊的数目或校验根与抽取那一步公布的不同。" "Number or root of the capsules is not that of the event “draw”.";

    SeedDraw "seed-draw" "抽取记录里的抽取编号与方案不符。" "The draw record names another draw than the plan.";
    SeedPlan "seed-plan" "抽取记录里的方案封存值不是这份方案的。" "The plan digest in the draw record is not that of this plan.";
    SeedClose "seed-close" "封存值重新计算后不符。" "The close is not what a recomputation gives.";
    SeedFinal "seed-final" "摇号摘要重新计算后不符。" "The digest of the final value is not what a recomputation gives.";
    SeedSeed "seed-seed" "摇号种子重新计算后不符。" "The seed is not what a recomputation gives.";
    SeedHash "seed-hash" "摇号种子的 SHA-256 重新计算后不符。" "The seed hash is not what a recomputation gives.";
    SeedKeys "seed-keys" "各任务的号签钥匙重新计算后不符。" "The keys of the tasks are not what a recomputation gives.";
    SeedEvent "seed-event" "种子的 SHA-256 与抽取那一步公布的不同：公布的不是当时抽出的结果。" "The seed hash is not the one published at the draw: this is not the outcome that was drawn then.";

    StratumLines "stratum-lines" "各层结果与方案的各层不对应。" "The strata of the outcome are not those of the plan.";
    StratumThreshold "stratum-threshold" "一层的入选线重新计算后不符。" "The threshold of a stratum is not what a recomputation gives.";
    SelectedCount "selected-count" "抽中与候补的总数不符。" "The number of drawn and reserve entities is not what the plan gives.";
    SelectedPlace "selected-place" "这个位置上应当是另一个任务或分层。" "Another task or stratum is expected in this place.";
    SelectedEntity "selected-entity" "按号签排序，这个名次应当是另一个对象。" "By the order of tickets this rank belongs to another entity.";
    SelectedTicket "selected-ticket" "号签重新计算后不符。" "A ticket is not what a recomputation gives.";
    SelectedRank "selected-rank" "名次或候补标记不对。" "A rank or the mark of a reserve is wrong.";

    OpeningMissing "opening-missing" "一个抽中对象的回避名单没有启封。" "The sealed conflicts of a drawn entity are not opened.";
    OpeningExtra "opening-extra" "启封了不该启封的回避名单。" "Something is opened that is not to be opened.";
    OpeningCommitment "opening-commitment" "启封的内容与锁定时的封存值不符。" "What was opened is not what was sealed at the freeze.";
    OpeningInspector "opening-inspector" "启封的名单里有不在检查人员名单上的人。" "An opened list names somebody who is not on the list of inspectors.";
    OpeningOrder "opening-order" "启封的名单没有排序，或有重复。" "The inspectors of an opened list are not sorted and unique.";
    OpeningBoth "opening-both" "同一个人既列为法定回避又列为轮换回避。" "One inspector is opened both as barred by law and by rotation.";
    OpeningMutual "opening-mutual" "不宜同组的两人，只有一方的名单写到另一方。" "Of two inspectors who should not meet again only one is opened with the other.";
    OpeningChoice "opening-choice" "一个抽中对象可用的检查人员少于方案的下限，又没有上级的批准。" "A drawn entity has fewer lawful inspectors for a seat than the plan requires, without a waiver.";

    VisitMissing "visit-missing" "缺少一次应有的检查。" "A visit that follows from the selection is missing.";
    VisitExtra "visit-extra" "有一次检查不是由抽取结果产生的。" "There is a visit that does not follow from the selection.";
    VisitDraws "visit-draws" "检查所依据的抽中对象和任务不符。" "The draws of a visit are not those of the selection.";
    VisitItems "visit-items" "检查的事项不是其任务的事项。" "The items of a visit are not those of its tasks.";
    VisitArea "visit-area" "检查的区域不符。" "The area of a visit is not that of its entity.";
    VisitDuration "visit-duration" "检查的天数不符。" "The duration of a visit is not that of its tasks.";
    VisitSeats "visit-seats" "检查组的席位（人员池、人数、组长）不是任务规定的。" "The seats of a visit (pools, number, lead) are not those that its tasks give.";
    VisitState "visit-state" "检查的状态与它的席位、人员或日期矛盾。" "The state of a visit contradicts its seats, team or days.";

    SeatEmpty "seat-empty" "检查组有空缺席位。" "A team has an empty seat.";
    SeatTaken "seat-taken" "已搁置的检查却安排了人员。" "A visit that was set aside has somebody seated.";
    SeatUnknown "seat-unknown" "检查组里有不在检查人员名单上的人。" "Somebody seated is not on the list of inspectors.";
    SeatPool "seat-pool" "检查人员不符合席位的要求（部门、角色、专长、区域或证件）。" "Somebody seated does not meet the seat's requirements (department, role, expertise, area, certificate or presence).";
    SeatBarred "seat-barred" "检查人员应当回避这个对象。" "Somebody seated is barred from the entity.";
    SeatTwice "seat-twice" "同一个人在一个检查组里坐了两个席位。" "One inspector has two seats in a team.";
    SeatLevel "seat-level" "结果用到的放宽步骤比方案列出的还多。" "The result uses more relaxations than the plan lists.";

    HeldBelow "held-below" "检查人员的检查次数少于下限。" "An inspector has fewer visits than the minimum.";
    HeldAbove "held-above" "检查人员的检查次数多于上限。" "An inspector has more visits than the maximum.";
    HeldUneven "held-uneven" "工作量没有分配均匀：存在更均匀的合规安排。" "The workloads are not balanced: there is a lawful assignment that is more even.";

    DateNumber "date-number" "检查的天数与安排的日期数不符。" "A visit does not have as many days as it lasts.";
    DateWorking "date-working" "检查日期不是方案的工作日。" "A day of a visit is not a working day of the plan.";
    DateConsecutive "date-consecutive" "检查日期不是连续的工作日。" "The days of a visit are not consecutive working days.";
    DateAbsent "date-absent" "检查组里有人当天缺勤或证件无效。" "Somebody of the team is absent or without a valid certificate on a day of the visit.";
    DateDaily "date-daily" "检查人员一天的检查次数超过上限。" "An inspector has more visits on one day than the daily maximum.";
    DateVisits "date-visits" "一天的检查总数超过方案的上限。" "There are more visits on one day than the plan allows.";

    CertificateVisits "certificate-visits" "无法安排的检查与所附的证明不是一一对应。" "Visits set aside or undated and their proofs do not correspond.";
    CertificateForm "certificate-form" "证明里的内容不符合规定的形式。" "A proof is not in the form laid down.";
    CertificateCount "certificate-count" "证明里的数字重新点数后不符。" "A number in a proof is not what a recount gives.";
    CertificateClaim "certificate-claim" "证明重新点数后并不成立：没有短缺。" "A proof does not hold on recounting: nothing is short.";
    CertificateChoice "certificate-choice" "搁置的不是按规定的散列值选出的那一次检查。" "Another visit was set aside than the one that the hash chooses.";
    CertificateLevel "certificate-level" "放宽步骤没有用完就搁置了检查。" "A visit is set aside although relaxations were left.";

    ReplayFailed "replay-failed" "按公布的种子无法重新计算出结果。" "The result can't be recomputed from the published seed.";
    ReplayLevel "replay-level" "重新计算用到的放宽步骤数不同。" "The replay uses another number of relaxations.";
    ReplayAside "replay-aside" "重新计算搁置的检查不同。" "The replay sets other visits aside.";
    ReplaySeats "replay-seats" "重新计算配出的检查组不同：公布的人选不是抽出来的。" "The replay gives another team: the published one was not drawn.";
    ReplayDates "replay-dates" "重新计算抽出的日期不同：公布的日期不是抽出来的。" "The replay gives other days: the published ones were not drawn.";
    ReplayRecord "replay-record" "配对记录（尝试次数、重复同组、证明）与重新计算不同。" "The pairing record (attempts, repeats, proofs) is not what the replay gives.";

    LeavesCount "leaves-count" "结果里的检查与候补数目与抽取时封存的不同。" "The number of visits and reserves is not the one sealed at the draw.";
    LeavesRoot "leaves-root" "结果不是抽取时封存的那一个：封存叶子的校验根不同。" "The outcome is not the one sealed at the draw: the root of the leaves differs.";
    LeavesOpened "leaves-opened" "打开过的一片封存叶子不属于这次抽取。" "A leaf that was opened is not of this draw.";

    ReplaceReason "replace-reason" "递补的理由不在方案允许的理由里。" "The reason of a replacement is not one of the plan.";
    ReplaceTarget "replace-target" "要递补的检查、席位或名次不存在，或者已经递补过，或者检查的对象都已递补。" "What is replaced is not there, has no team or date, was replaced already, or nothing is left to be inspected there.";
    ReplaceDate "replace-date" "递补的日期不对：晚于检查的最后一天，或早于方案、早于同一检查（同一层）的前一次递补。" "A replacement is dated after the last day of the visit, before the plan or before the replacement before it in its visit or stratum.";
    ReplaceOrder "replace-order" "递补的人不是按规定次序轮到的那一个。" "The substitute is not the one whose turn it is.";
    ReplaceSkipped "replace-skipped" "跳过的人不是按规定次序轮到的人。" "Somebody is said to be passed over whose turn it is not.";
    ReplaceReserve "replace-reserve" "递补的不是该层的下一个候补。" "The reserve is not the next one of the stratum.";
    ReplaceVisit "replace-visit" "递补的检查，日期或人员不是按规定算出的。" "Days or team of a reserve's visit are not what the rules give.";
    ReplaceApproval "replace-approval" "递补没有规定的批准。" "A replacement is not approved as laid down.";
    ReplaceSignature "replace-signature" "批准递补的签名不成立。" "The signature that approves a replacement does not hold.";

    RecordRoots "record-roots" "抽取记录里的名单不是应有的那些。" "The draw record does not have exactly the lists that it needs.";
    RecordCount "record-count" "结果名单的行数与抽取记录不符。" "A list of the outcome does not have the number of lines in the draw record.";
    RecordRoot "record-root" "结果名单的校验根与抽取记录不符。" "A list of the outcome does not have the root in the draw record.";
    RecordLists "record-lists" "抽取记录里的锁定名单不是方案里的。" "The frozen lists in the draw record are not those of the plan.";
    RecordEvent "record-event" "抽取记录不是过程记录里公布的那一份。" "The draw record is not the one that an event published.";

    OrderBeacon "order-beacon" "随机信标这一轮开始得太早：封存得到见证之后不足 600 秒。" "The beacon's round began too early: less than 600 seconds after the close was witnessed.";

    GradeBelow "grade-below" "先后次序的证明等级低于您的要求。" "The order of events is shown less well than you require.";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
