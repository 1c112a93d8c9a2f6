"""Who may open what, and when: the law of the site, as a table that people can read.

One row per address and method. ``about`` names what the address is about (``matrix_world``). Then, by phase,
who is let in; everybody else is refused: somebody signed in gets 403 with why and who can, a visitor is sent
to sign in. A row of ``gone`` answers 404 to all.

Phases: prepared, self, sign, first, explain, second, council, appeal, closed; ``*`` is any of them,
``first-closed`` all from one to another. Everything is about Xã Bắc Sơn, the unit of officer, leader and
appraiser_own; other_officer works for another commune.
"""

PEOPLE = (
    "anonymous",
    "nobody",
    "surveyor",
    "firm",
    "interviewer",
    "keyer",
    "officer",
    "leader",
    "other_officer",
    "appraiser",
    "appraiser_all",
    "appraiser_own",
    "member",
    "secretary",
    "chair",
    "observer",
    "manager",
    "manager2",
    "admin",
)
"""Short names of the cast. Sở Tư pháp's appraiser has domain 2 alone; appraiser_own works for Xã Bắc Sơn."""

SIGNED_IN = PEOPLE[1:]
FIELD_PEOPLE = PEOPLE[2:6]
"""Members of one campaign, without any other role; asked of surveys alone, elsewhere they are as nobody."""
WITH_A_ROLE = PEOPLE[6:]
GROUPS = {
    "anyone": PEOPLE,
    "signed-in": SIGNED_IN,
    "with-a-role": WITH_A_ROLE,
    "field-people": FIELD_PEOPLE,
    "own": ("officer", "leader"),
    "units": ("officer", "leader", "other_officer"),
    "appraisers": ("appraiser", "appraiser_all"),
    "all-appraisers": ("appraiser", "appraiser_all", "appraiser_own"),
    "council": ("member", "secretary", "chair"),
    "managers": ("manager", "manager2"),
    "keepers": ("manager", "manager2", "admin"),
    "gone": (),
    "nobody-at-all": (),
}

TABLE = """
# Anyone, without signing in (what moved is asked of corrections alone)
set_language                      | POST | -                | *: anyone
alive                             | GET  | -                | *: anyone
working                           | GET  | -                | *: anyone
portal:home                       | GET  | -                | *: anyone
portal:ranking                    | GET  | publication      | *: anyone
portal:chart                      | GET  | publication      | *: anyone
portal:compare                    | GET  | compared         | *: anyone
portal:method                     | GET  | publication      | *: anyone
portal:edition                    | GET  | publication      | *: anyone
portal:moved                      | GET  | publication      | *: gone
portal:bundle                     | GET  | publication      | *: anyone
portal:unit                       | GET  | public unit      | *: anyone
portal:history                    | GET  | unit by itself   | *: anyone
api:openapi-json                  | GET  | -                | *: anyone
api:publications                  | GET  | -                | *: anyone
api:publication                   | GET  | publication      | *: anyone
api:ranking                       | GET  | publication      | *: anyone
api:ranking_csv                   | GET  | publication      | *: anyone
api:result_of_unit                | GET  | api unit         | *: anyone
api:edition                       | GET  | publication      | *: anyone
api:units                         | GET  | -                | *: anyone
api:unit                          | GET  | unit of the api  | *: anyone
api:api-root                      | GET  | -                | *: gone
dossiers:public_procedures        | GET  | -                | *: anyone
dossiers:public                   | GET  | unit             | *: anyone
dossiers:widget                   | GET  | unit             | *: anyone
account_login                     | GET  | -                | *: anyone
account_reset_password            | GET  | -                | *: anyone

# Provisional results: those who take part, judge or watch; never the public
portal:provisional                | GET  | provisional      | *: units all-appraisers council observer managers
portal:provisional_compare        | GET  | provisional      | *: units all-appraisers council observer managers
portal:provisional_method         | GET  | provisional      | *: units all-appraisers council observer managers
portal:provisional_edition        | GET  | provisional      | *: units all-appraisers council observer managers
portal:provisional_unit           | GET  | provisional unit | *: units all-appraisers council observer managers

# Nobody: pages that the site does without
account_email                     | GET  | -                | *: gone
account_email_verification_sent   | GET  | -                | *: gone
account_confirm_email             | GET  | a key            | *: gone
account_signup                    | GET  | -                | *: gone
socialaccount_connections         | GET  | -                | *: gone
socialaccount_signup              | GET  | -                | *: gone
demonstration:start               | GET  | -                | *: gone
demonstration:sign_in             | POST | -                | *: gone

# Everybody who signed in
workspace                         | GET  | -                | *: signed-in
portal:own                        | GET  | -                | *: units
inbox:list                        | GET  | -                | *: signed-in
inbox:read                        | POST | -                | *: signed-in
jobs:list                         | GET  | -                | *: signed-in
units:list                        | GET  | -                | *: signed-in
units:unit                        | GET  | unit             | *: signed-in
units:import_template             | GET  | -                | *: signed-in
units:groups                      | GET  | -                | *: signed-in
units:group                       | GET  | group            | *: signed-in
units:changes                     | GET  | -                | *: signed-in
units:change                      | GET  | change           | *: signed-in
units:permissions                 | GET  | -                | *: signed-in
rounds:list                       | GET  | -                | *: signed-in

# Work in the background: who asked for it, and administrators. The log: those who answer for it
jobs:job                          | GET  | job              | *: manager admin
jobs:progress                     | GET  | job              | *: manager admin
oversight:log                     | GET  | -                | *: keepers observer
oversight:proof                   | GET  | -                | *: keepers observer
oversight:entry                   | GET  | line             | *: keepers observer

# Units, people and roles: managers and administrators of the province
units:make                        | GET  | -                | *: keepers
units:make                        | POST | -                | *: keepers
units:edit                        | GET  | unit             | *: keepers
units:edit                        | POST | unit             | *: keepers
units:close                       | POST | unit             | *: keepers
units:reopen                      | POST | unit             | *: keepers
units:order                       | POST | unit             | *: keepers
units:import                      | GET  | unit             | *: keepers
units:import                      | POST | unit             | *: keepers
units:make_group                  | POST | -                | *: keepers
units:edit_group                  | POST | group            | *: keepers
units:delete_group                | POST | group            | *: nobody-at-all
units:add_members                 | POST | group            | *: keepers
units:members                     | POST | group            | *: keepers
units:change_start                | POST | -                | *: keepers
units:change_shares               | POST | -                | *: keepers
units:change_preview              | POST | -                | *: keepers
units:undo_change                 | POST | merger           | *: keepers
units:people                      | GET  | -                | *: keepers
units:make_person                 | POST | -                | *: keepers
units:import_people               | POST | -                | *: keepers
units:people_template             | GET  | -                | *: keepers
units:reviews                     | GET  | -                | *: keepers
units:reviews                     | POST | -                | *: keepers
units:person                      | GET  | person           | *: keepers
units:person                      | GET  | administrator    | *: admin
units:edit_person                 | POST | person           | *: keepers
units:edit_person                 | POST | administrator    | *: admin
units:close_person                | POST | person           | *: keepers
units:close_person                | POST | administrator    | *: nobody-at-all
units:open_person                 | POST | person           | *: keepers
units:open_person                 | POST | administrator    | *: admin
units:reset_link                  | POST | person           | *: keepers
units:reset_link                  | POST | administrator    | *: nobody-at-all
units:assign                      | POST | person           | *: keepers
units:edit_assignment             | POST | role             | *: keepers
units:unassign                    | POST | role             | *: keepers

# Figures of dossiers: a unit's own people and those who oversee it; single dossiers not for councils
dossiers:home                     | GET  | -                | *: with-a-role
dossiers:home                     | GET  | unit's dossiers  | *: own all-appraisers council observer keepers
dossiers:by                       | GET  | dossiers by unit | *: own all-appraisers council observer keepers
dossiers:listing                  | GET  | unit's dossiers  | *: own all-appraisers observer keepers
dossiers:late                     | GET  | unit's dossiers  | *: own all-appraisers observer keepers
dossiers:letters                  | GET  | unit's dossiers  | *: own all-appraisers observer keepers
dossiers:bindings                 | GET  | round            | *: all-appraisers council observer keepers
dossiers:bindings                 | POST | round            | prepared-appeal: keepers
dossiers:behind                   | GET  | fed leaf         | *: own all-appraisers council observer managers

# Sources of dossiers and imports: managers and administrators keep them, observers read. A batch needs a token
api:batches                       | POST | -                | *: nobody-at-all
api:batch                         | GET  | api import       | *: nobody-at-all
dossiers:sources                  | GET  | -                | *: keepers observer
dossiers:make_source              | GET  | -                | *: keepers
dossiers:make_source              | POST | -                | *: keepers
dossiers:codes_template           | GET  | -                | *: keepers observer
dossiers:source                   | GET  | source           | *: keepers observer
dossiers:edit_source              | GET  | source           | *: keepers
dossiers:edit_source              | POST | source           | *: keepers
dossiers:codes                    | GET  | source           | *: keepers observer
dossiers:save_codes               | POST | source           | *: keepers
dossiers:upload_codes             | POST | source           | *: keepers
dossiers:drop_code                | POST | source code      | *: keepers
dossiers:make_token               | POST | source           | *: keepers
dossiers:revoke_token             | POST | source token     | *: keepers
dossiers:imports                  | GET  | -                | *: keepers observer
dossiers:imports                  | POST | -                | *: keepers
dossiers:import                   | GET  | import           | *: keepers observer
dossiers:map_columns              | POST | import           | *: keepers
dossiers:begin_import             | POST | import           | *: keepers
dossiers:discard_import           | POST | import           | *: keepers
dossiers:import_progress          | GET  | import           | *: keepers observer
dossiers:rejects                  | GET  | import           | *: keepers

# The catalogue of procedures: whoever signed in reads all of it, visitors what was made public
dossiers:procedures               | GET  | -                | *: signed-in
dossiers:procedure_counts         | GET  | -                | *: signed-in
dossiers:procedures_template      | GET  | -                | *: signed-in
dossiers:upload_procedures        | GET  | -                | *: keepers
dossiers:upload_procedures        | POST | -                | *: keepers
dossiers:procedures_preview       | GET  | procedure upload | *: keepers
dossiers:procedures_preview       | POST | procedure upload | *: keepers
dossiers:add_procedure            | GET  | -                | *: keepers
dossiers:add_procedure            | POST | -                | *: keepers
dossiers:edit_procedure           | GET  | procedure        | *: keepers
dossiers:edit_procedure           | POST | procedure        | *: keepers
dossiers:end_procedure            | POST | procedure        | *: keepers
dossiers:calendar                 | GET  | -                | *: keepers observer
dossiers:save_day                 | POST | -                | *: keepers
dossiers:drop_day                 | POST | calendar day     | *: keepers
dossiers:recount                  | POST | -                | *: keepers

# Surveys: those who oversee the area, and the members of one campaign
surveys:campaigns                 | GET  | -                | *: signed-in
surveys:make_campaign             | GET  | -                | *: keepers
surveys:make_campaign             | POST | -                | *: keepers
surveys:forms                     | GET  | -                | *: signed-in
surveys:send_form                 | GET  | -                | *: keepers
surveys:send_form                 | POST | -                | *: keepers
surveys:keep_form                 | POST | -                | *: keepers
surveys:build_form                | GET  | -                | *: keepers
surveys:build_form                | POST | -                | *: keepers
surveys:form                      | GET  | shipped form     | *: signed-in
surveys:form                      | GET  | own form         | *: keepers observer
surveys:form                      | GET  | campaign's own form | *: keepers observer field-people
surveys:form_screens              | GET  | shipped form     | *: signed-in
surveys:form_screens              | GET  | own form         | *: keepers observer
surveys:download_form             | GET  | shipped form's file | *: signed-in
surveys:download_form             | GET  | own form's file  | *: keepers observer
surveys:retire_form               | POST | own form         | *: keepers
surveys:retire_form               | POST | campaign's own form | *: keepers
surveys:campaign                  | GET  | campaign         | *: keepers observer field-people
surveys:edit_campaign             | GET  | campaign         | *: keepers surveyor
surveys:edit_campaign             | POST | campaign         | *: keepers surveyor
surveys:move_campaign             | POST | campaign         | *: keepers surveyor
surveys:members                   | GET  | campaign         | *: keepers surveyor firm
surveys:members                   | POST | campaign         | *: keepers surveyor firm
surveys:drop_member               | POST | campaign member  | *: keepers surveyor firm
surveys:sample                    | GET  | campaign         | *: keepers observer field-people
surveys:sample                    | POST | drafted campaign | *: keepers surveyor
surveys:sample                    | POST | campaign         | *: nobody-at-all
surveys:upload_frame              | POST | drafted campaign | *: keepers surveyor
surveys:upload_frame              | POST | campaign         | *: nobody-at-all
surveys:take_frame_from           | POST | frame source     | *: keepers surveyor
surveys:protocol                  | GET  | campaign         | *: keepers observer field-people
surveys:invitations               | GET  | campaign         | *: keepers surveyor firm
surveys:issue_tokens              | POST | unit to invite   | *: keepers surveyor firm
surveys:call_reserve              | GET  | somebody of the sample | *: keepers surveyor
surveys:call_reserve              | POST | somebody of the sample | *: keepers surveyor
surveys:stations                  | GET  | campaign         | *: keepers surveyor firm
surveys:stations                  | POST | campaign         | *: keepers surveyor firm
surveys:poster                    | GET  | station's poster | *: keepers surveyor firm
surveys:close_station             | POST | station's poster | *: keepers surveyor firm
surveys:batches                   | GET  | campaign         | *: keepers surveyor firm keyer
surveys:batches                   | POST | campaign         | *: keepers surveyor firm
surveys:batch                     | GET  | paper batch      | *: keepers surveyor firm keyer
surveys:print_batch               | GET  | paper batch      | *: keepers surveyor firm keyer
surveys:different                 | GET  | paper batch      | *: keepers surveyor firm keyer
surveys:key_sheet                 | GET  | paper sheet      | *: keepers surveyor firm keyer
surveys:key_sheet                 | POST | paper sheet      | *: keepers surveyor firm keyer
surveys:settle_sheet              | GET  | paper sheet      | *: keepers surveyor firm keyer
surveys:interviewers              | GET  | campaign         | *: keepers surveyor firm
surveys:interview_home            | GET  | -                | *: signed-in
surveys:interview                 | GET  | campaign         | *: keepers surveyor firm interviewer
surveys:interview_data            | GET  | campaign         | *: keepers surveyor firm interviewer
surveys:interview_send            | POST | campaign         | *: keepers surveyor firm interviewer
surveys:review                    | GET  | campaign         | *: keepers surveyor
surveys:review_answer             | GET  | whole answer     | *: keepers surveyor
surveys:run_checks                | POST | campaign         | *: keepers surveyor
surveys:judge                     | POST | whole answer's judgement | *: keepers surveyor
surveys:back_checks               | GET  | campaign         | *: keepers surveyor
surveys:back_checks               | POST | campaign         | *: keepers surveyor
surveys:back_checks               | GET  | other campaign   | *: keepers
surveys:enter_back_check          | GET  | back-check       | *: keepers surveyor
surveys:enter_back_check          | POST | back-check       | *: keepers surveyor
surveys:batches                   | GET  | other campaign   | *: keepers
surveys:interview                 | GET  | other campaign   | *: keepers
surveys:review                    | GET  | other campaign   | *: keepers
surveys:campaign                  | GET  | other campaign   | *: keepers observer
surveys:sample                    | GET  | other campaign   | *: keepers observer
surveys:invitations               | GET  | other campaign   | *: keepers
surveys:results                   | GET  | campaign         | *: keepers observer surveyor
surveys:results                   | GET  | other campaign   | *: keepers observer
surveys:heard                     | GET  | campaign         | *: keepers observer surveyor
surveys:heard                     | GET  | other campaign   | *: keepers observer
surveys:method                    | GET  | campaign         | *: keepers observer surveyor
surveys:compare_units             | GET  | campaign         | *: keepers observer surveyor
surveys:compare_units             | GET  | other campaign   | *: keepers observer
surveys:compare_campaigns         | GET  | two campaigns    | *: keepers observer surveyor
surveys:compare_campaigns         | GET  | a strange campaign's other | *: keepers observer
surveys:release_figures           | POST | campaign         | *: nobody-at-all
surveys:release                   | GET  | release          | *: keepers observer surveyor
surveys:publish_release           | POST | release          | *: nobody-at-all
surveys:publish_release           | POST | release to publish | *: manager2 admin surveyor
surveys:export_answers            | GET  | answers as csv   | *: keepers observer surveyor
surveys:bindings                  | GET  | round            | *: keepers observer
surveys:bindings                  | POST | round            | prepared-appeal: keepers

# Surveys in public: the notice of a sample; forms behind a token or at a counter
surveys:notice                    | GET  | campaign         | *: anyone
surveys:public_list               | GET  | -                | *: anyone
surveys:public_results            | GET  | campaign         | *: gone
surveys:public_results            | GET  | published campaign | *: anyone
surveys:public_figures            | GET  | published campaign | *: anyone
surveys:notice                    | GET  | drafted campaign | *: gone
surveys:public_protocol           | GET  | campaign         | *: anyone
surveys:code                      | GET  | -                | *: anyone
surveys:code                      | POST | -                | *: anyone
surveys:answer                    | GET  | token            | *: anyone
surveys:answer                    | GET  | guessed token    | *: gone
surveys:answer_screen             | GET  | token's screen   | *: anyone
surveys:answer_screen             | POST | token's screen   | *: anyone
surveys:answer_send               | POST | token            | *: anyone
surveys:answer_thanks             | GET  | token            | *: anyone
surveys:scan                      | GET  | station          | *: anyone
surveys:scan_begin                | POST | station          | *: anyone
surveys:scan_screen               | POST | passer-by's screen | *: anyone
surveys:scan_send                 | POST | passer-by        | *: anyone
surveys:scan_thanks               | GET  | station          | *: anyone
surveys:interview_worker          | GET  | -                | *: anyone
surveys:interview_manifest        | GET  | -                | *: anyone
surveys:kiosk                     | GET  | kiosk            | *: anyone
surveys:kiosk                     | POST | kiosk            | *: anyone
surveys:kiosk_more                | GET  | kiosk's person   | *: anyone
surveys:kiosk_thanks              | GET  | kiosk            | *: anyone

# Editions: read by whoever has a role, brought in by managers
frameworks:list                   | GET  | -                | *: with-a-role
frameworks:compare                | GET  | -                | *: with-a-role
frameworks:edition                | GET  | edition          | *: with-a-role
frameworks:download               | GET  | edition file     | *: with-a-role
frameworks:upload                 | POST | -                | *: managers
frameworks:take_shipped           | POST | shipped          | *: managers
frameworks:draft                  | GET  | draft            | *: managers
frameworks:download_draft         | GET  | draft file       | *: managers
frameworks:adopt                  | POST | draft            | *: managers
frameworks:discard                | POST | draft            | *: managers
frameworks:copy                   | POST | edition          | *: managers

# Rounds: managers run them; those who judge or watch see the board; a unit sees itself
rounds:make                       | POST | -                | *: managers
rounds:round                      | GET  | round            | *: with-a-role
rounds:calendar                   | POST | round            | prepared-appeal: managers
rounds:open                       | POST | round            | prepared: managers; closed: managers
rounds:take_in                    | POST | round            | self-appeal: managers
rounds:close                      | POST | round            | self-appeal: managers
rounds:copy                       | POST | round            | *: managers
rounds:board                      | GET  | round            | *: all-appraisers council observer managers
rounds:participant                | GET  | participant      | *: own all-appraisers council observer managers
rounds:reopen                     | POST | participant      | self-appeal: managers
rounds:withdraw                   | POST | reopening        | *: managers

# Evidence: the unit's own; managers; once it is signed, appraisers of the criterion, never of their own unit
evidence:library                  | GET  | -                | *: signed-in
evidence:unit_library             | GET  | unit             | *: own observer managers
evidence:add                      | GET  | for a criterion  | self: own
evidence:document                 | GET  | document         | prepared-sign: own observer managers; first-closed: own appraisers council observer managers
evidence:document                 | GET  | secret           | prepared-sign: own managers; first-closed: own appraisers managers
evidence:open                     | GET  | document file    | prepared-sign: own observer managers; first-closed: own appraisers council observer managers
evidence:open                     | GET  | secret file      | prepared-sign: own managers; first-closed: own appraisers managers
evidence:change                   | POST | document         | self: own
evidence:add_version              | POST | document         | self: own
evidence:use                      | POST | document to use         | self: own
evidence:unuse                    | POST | document use     | self: own
evidence:withdraw                 | POST | document         | self: own managers; prepared: managers; sign-closed: managers
evidence:review                   | POST | document file    | first: appraisers; second: appraisers

# Self-assessment: the unit fills in, its leader signs; judges see it once it is signed
assessments:entry                 | GET  | entry            | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:leaf                  | GET  | leaf             | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:report                | GET  | entry            | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:xray                  | GET  | entry            | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:save_answer           | POST | leaf             | self: own
assessments:prefill               | POST | entry            | self: own
assessments:submission            | GET  | entry            | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:submission            | POST | entry            | self: own
assessments:sign                  | POST | entry            | sign: leader
assessments:give_back             | POST | entry            | sign: leader
assessments:delegations           | POST | entry            | self: own
assessments:undelegate            | POST | delegation       | self: own
assessments:workbook_download     | GET  | entry            | prepared-sign: own observer managers; first-closed: own all-appraisers council observer managers
assessments:workbook              | POST | entry            | self: own
assessments:workbook_preview      | POST | workbook         | self: own
assessments:round_xray            | GET  | round            | *: observer managers
assessments:fed                   | POST | round            | *: managers
assessments:fed_preview           | POST | fed file         | *: managers
assessments:fill_fed              | POST | round            | *: managers
assessments:move_edition          | POST | round            | prepared-appeal: managers
assessments:upload_crosswalk      | POST | round            | prepared-appeal: managers
assessments:move_unit             | GET  | unit to move     | prepared-appeal: managers

# Appraisal: never the own unit, only what one has; the unit sees nothing of it but its own result page
appraisals:queue                  | GET  | round            | *: all-appraisers observer managers
appraisals:queue_by_criterion     | GET  | round            | *: all-appraisers observer managers
appraisals:criterion              | GET  | criterion        | *: all-appraisers observer managers
appraisals:bulk                   | GET  | unit in hand            | *: all-appraisers observer managers
appraisals:bulk_record            | GET  | bulk             | *: appraiser_all observer managers
appraisals:undo_bulk              | POST | bulk             | first: appraiser_all
appraisals:unit                   | GET  | appraised unit   | prepared-sign: observer managers; first-closed: appraisers council observer managers
appraisals:home                   | GET  | -                | *: signed-in
appraisals:gaps                   | GET  | round            | *: all-appraisers observer managers
appraisals:consistency            | GET  | round            | *: all-appraisers observer managers
appraisals:appraise               | GET  | appraised criterion | prepared-sign: observer managers; first-closed: appraisers council observer managers
appraisals:appraise               | POST | appraised criterion | first: appraisers; second: appraisers
appraisals:ask                    | POST | appraised criterion | first: appraisers; explain: appraisers
appraisals:close_second           | GET  | round            | *: managers
appraisals:close_second           | POST | round            | *: managers
appraisals:close_stage            | POST | appraised unit   | first-closed: managers
appraisals:result                 | GET  | appraised unit   | prepared-sign: own observer managers; first-closed: own appraisers council observer managers
appraisals:requests               | GET  | appraised unit   | prepared-sign: own observer managers; first-closed: own appraisers council observer managers
appraisals:request                | GET  | request          | *: own appraisers council observer managers
appraisals:request                | POST | request          | explain: own
appraisals:release                | POST | request          | explain: leader
appraisals:give_back              | POST | request          | explain: leader
appraisals:withdraw_request       | POST | request          | *: appraiser managers

# Council: blind until the chair opens
appraisals:sessions               | GET  | round            | *: council observer managers
appraisals:plan_session           | POST | round            | *: secretary chair managers
appraisals:session                | GET  | voting session   | *: council observer managers
appraisals:change_session         | POST | planned session  | *: secretary chair managers
appraisals:change_session         | POST | voting session   | *: nobody-at-all
appraisals:agenda                 | POST | planned session  | *: secretary chair managers
appraisals:drop_referral          | POST | planned referral | *: secretary chair managers
appraisals:drop_referral          | POST | voting referral  | *: nobody-at-all
appraisals:start_voting           | POST | planned session  | council: chair
appraisals:open_votes             | POST | voting session   | council: chair
appraisals:close_session          | POST | opened session   | council: chair
appraisals:happened               | POST | voting session   | *: secretary chair
appraisals:score_sheet            | GET  | voting session   | *: nobody-at-all
appraisals:score_sheet            | GET  | opened session   | *: council observer managers
appraisals:cast_vote              | POST | voting referral  | council: member
appraisals:cast_vote              | POST | opened referral  | *: nobody-at-all
appraisals:decide_referral        | POST | opened referral  | council: chair
appraisals:decide_referral        | POST | voting referral  | *: nobody-at-all

appraisals:vote                   | GET  | voting session   | *: council observer managers
appraisals:minutes                | GET  | opened session   | *: council observer managers

# Appeals
appraisals:appeals                | GET  | round            | *: council observer managers
appraisals:unit_appeals           | GET  | appraised unit   | prepared-sign: own observer managers; first-closed: own appraisers council observer managers
appraisals:unit_appeals           | POST | appraised unit   | appeal: own
appraisals:appeal                 | GET  | appeal draft     | *: own
appraisals:appeal                 | GET  | appeal           | *: own appraisers council observer managers
appraisals:file_appeal            | POST | appeal draft     | appeal: leader
appraisals:withdraw_appeal        | POST | appeal draft     | *: own
appraisals:withdraw_appeal        | POST | appeal           | *: leader
appraisals:decide_appeal          | POST | appeal           | self-appeal: chair managers
appraisals:decide_appeal          | POST | appeal draft     | *: nobody-at-all

# Results: managers; chair and secretary read; two people publish (manager prepared it)
results:rounds                    | GET  | -                | *: signed-in
results:runs                      | GET  | round            | *: secretary chair managers
results:run                       | GET  | run              | *: secretary chair managers
results:changes                   | GET  | second run       | *: secretary chair managers
results:bundle                    | GET  | run              | *: secretary chair managers
results:make_run                  | POST | round            | self-closed: managers
results:prepare                   | POST | run              | *: managers
results:publication               | GET  | prepared         | *: secretary chair managers
results:approve                   | POST | prepared         | *: manager2
results:return                    | POST | prepared         | *: managers
"""

OF_ALLAUTH = ("account_", "mfa_", "socialaccount_", "openid_connect_")
"""Sign-in pages of allauth: they guard themselves; its own tests cover them, ours in tests/parweb/accounts."""
